import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';

/** The least that shows a long log: the whole text is loaded, and rows of one height are drawn around the view. */
const page = `<!doctype html>
<meta charset="utf-8">
<style>
body { margin: 0 }
#log { height: 480px; overflow: auto; font: 12px/20px monospace; white-space: pre }
#rows { position: relative }
#rows > div { position: absolute; height: 20px }
</style>
<a href="/">Logs</a>
<div id="log" role="log"><div id="rows"></div></div>
<script>
const log = document.getElementById('log');
const rows = document.getElementById('rows');
const most = 15000000;
let lines = [];
function draw() {
	const height = Math.min(lines.length * 20, most);
	const hidden = lines.length * 20 - log.clientHeight;
	const at = log.scrollTop * Math.max(1, hidden / (height - log.clientHeight));
	const first = Math.max(0, Math.floor(at / 20) - 4);
	const end = Math.min(lines.length, first + Math.ceil(log.clientHeight / 20) + 8);
	rows.replaceChildren(...lines.slice(first, end).map((line, row) => {
		const element = document.createElement('div');
		element.style.top = log.scrollTop - (at - (first + row) * 20) + 'px';
		element.textContent = line;
		return element;
	}));
}
function open() {
	fetch('/text').then((answer) => answer.text()).then((text) => {
		lines = text.split('\\n');
		lines.pop();
		rows.style.height = Math.min(lines.length * 20, most) + 'px';
		log.scrollTop = log.scrollHeight;
		draw();
		log.onscroll = draw;
	});
}
const link = document.querySelector('a');
if (location.pathname === '/') open();
else link.onclick = (event) => (event.preventDefault(), open());
</script>`;

const emptyPage = '<!doctype html><title>Empty</title><p>Nothing is here.';

export interface VirtualList extends AsyncDisposable {
	url: string;
	/** The same list, empty until its link "Logs" is clicked. */
	closedUrl: string;
	/** A page of one sentence: what any page takes at the least. */
	emptyUrl: string;
}

/** Serves a log file with a hand-made list over it: what the browser alone takes. */
export async function serveVirtualList(path: string): Promise<VirtualList> {
	const server = createServer((request, response) => {
		if (request.url === '/' || request.url === '/closed') return void response.end(page);
		if (request.url !== '/text') {
			return void response.setHeader('content-type', 'text/html').end(emptyPage);
		}
		// Whoever goes away in the middle has seen enough.
		pipeline(createReadStream(path), response).catch(() => {});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const url = `http://127.0.0.1:${port}/`;
	return {
		url,
		closedUrl: `${url}closed`,
		emptyUrl: `${url}empty`,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		}
	};
}
