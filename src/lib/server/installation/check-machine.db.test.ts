import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { fakeLive, testWorld } from '../testing/world.ts';
import { checkMachine } from './check-machine.ts';

const world = testWorld();

test('says of each thing whether it is well, and of what is not which command to run', async () => {
	const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const [one, docker] = [
		{ pointsHere: true, detail: '', expected: [] },
		{ ok: false, detail: 'Docker is away.' }
	];
	const live = fakeLive({
		checkHost: () => Promise.resolve(one),
		health: () =>
			Promise.resolve({ docker, caddy: { ok: true, detail: 'Caddy 2' }, at: Date.now() })
	});
	const ctx = { ...(await world.person('admin', live)) };
	ctx.env = { ...ctx.env, GANTRY_HTTP_PORT: port, GANTRY_HTTPS_PORT: 1 };
	const rows = await checkMachine(ctx);
	server.close();
	const row = (name: string) => rows.find((check) => check.name === name);
	expect(row('Docker')).toEqual({
		name: 'Docker',
		ok: false,
		detail: 'Docker is away.',
		command: 'sudo systemctl enable --now docker'
	});
	expect(row(`Port ${port}`)).toMatchObject({ ok: true, command: null });
	expect(row('Port 1')).toMatchObject({ ok: false, command: "sudo ss -ltnp 'sport = :1'" });
	expect(row('DNS')).toMatchObject({ ok: true, detail: 'gantry.example.com leads here' });
	expect(row('Database')).toMatchObject({ ok: true, command: null });
});

test('fails no page when the worker is away', async () => {
	const away = () => Promise.reject(new Error('The worker does not answer.'));
	const ctx = await world.person('admin', fakeLive({ checkHost: away, health: away }));
	const rows = await checkMachine(ctx);
	expect(rows.find(({ name }) => name === 'DNS')).toMatchObject({
		ok: false,
		command: 'dig +short gantry.example.com'
	});
});
