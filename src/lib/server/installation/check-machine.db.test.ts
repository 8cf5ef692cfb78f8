import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { fakeLive, testWorld } from '../testing/world.ts';
import { checkMachine } from './check-machine.ts';

const world = testWorld();

test('asks the machine itself', async () => {
	const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const docker = { ok: false, detail: 'The Docker engine does not answer (ENOENT)' };
	const caddy = { ok: true, detail: 'Caddy 2.11.9 answers.' };
	const live = fakeLive({
		checkHost: ({ host }) =>
			Promise.resolve({ pointsHere: true, detail: `${host} points here.`, expected: [] }),
		health: () => Promise.resolve({ docker, caddy, at: Date.now() })
	});
	const ctx = { ...(await world.person('admin', live)) };
	ctx.env = { ...ctx.env, GANTRY_HTTP_PORT: port, GANTRY_HTTPS_PORT: 1 };
	const rows = await checkMachine(ctx);
	server.close();
	const row = (name: string) => rows.find((check) => check.name === name);
	expect(row('Docker')).toMatchObject({
		ok: false,
		detail: 'The Docker engine does not answer (ENOENT).',
		command: 'sudo systemctl enable --now docker'
	});
	expect(row(`Port ${port}`)).toMatchObject({ ok: true, command: null });
	expect(row('Port 1')).toMatchObject({ ok: false, detail: 'Nothing listens there.' });
	expect(row('DNS')).toMatchObject({ ok: true, detail: 'gantry.example.com points here.' });
	expect(row('Disk')).toMatchObject({ ok: true, detail: expect.stringMatching(/ free of .*\.$/) });
	expect(row('Database')).toMatchObject({ ok: true, command: null });
});

test('does not blame Docker, Caddy or DNS for a worker that is away', async () => {
	const away = () => Promise.reject(new Error('The worker does not answer.'));
	const ctx = await world.person('admin', fakeLive({ checkHost: away, health: away }));
	const rows = await checkMachine(ctx);
	const states = rows.map(({ name, ok, isUnknown }) => [name, ok || (isUnknown ? '?' : '!')]);
	expect(Object.fromEntries(states)).toMatchObject({
		Worker: '!',
		Docker: '?',
		Caddy: '?',
		DNS: '?',
		Disk: true
	});
});
