import type { Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// The built panel speaks to two doors: the edge, which says in its headers who asks over what, and
// loopback (an SSH tunnel, or a browser on this machine), where nobody says so: plain HTTP, from here.
const folder = process.argv[2] ?? 'build';
const { server } = (await import(pathToFileURL(join(folder, 'index.js')).href)) as {
	server: Server;
};

server.prependListener('request', (request) => {
	request.headers['x-forwarded-proto'] ??= 'http';
	request.headers['x-forwarded-for'] ??= request.socket.remoteAddress ?? '127.0.0.1';
});
