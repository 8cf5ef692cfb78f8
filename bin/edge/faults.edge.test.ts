import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBackend, type Backend } from '../../e2e/fixtures/backend.ts';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { startClients } from '../../e2e/fixtures/edge-clients.ts';
import { addSite, get, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';
import { CaddyAdmin } from '#caddy/admin.ts';
import { adminHost } from '#caddy/config.ts';
import { readEdgePorts } from '#caddy/installed.ts';
import { isRunning, runningFrom, type Identity } from '../supervise/pid-file.ts';
import { edgeIsRunning, startEdge, stopEdge } from './control.ts';
import { edgeEnvironment } from './environment.ts';
import { keepEdge } from './keep-edge.ts';

const main = fileURLToPath(new URL('../edge.ts', import.meta.url));
const visitors = { fresh: 2, kept: 3, sockets: 2, slow: 0, rest: 8 };

describe.each(await bothCaddies())('the edge with $name', ({ binary }) => {
	let edge: TestEdge;
	let app: Backend;

	beforeEach(async () => {
		edge = await startTestEdge(binary);
		app = await startBackend('app');
		await addSite(edge, 'app.localhost', app);
		expect((await get(edge, 'app.localhost')).body).toBe('app');
	});

	afterEach(async () => {
		await edge.remove();
		await app.stop();
	});

	const clients = () =>
		startClients({ ...visitors, httpsPort: edge.httpsPort, host: () => 'app.localhost' });

	const pidOf = async (file: string) => {
		const identity = await runningFrom(file);
		if (!identity) throw new Error(`nothing runs from ${file}`);
		return identity;
	};

	/** Resolves when the site answers again. */
	async function untilBack(host = 'app.localhost'): Promise<void> {
		const started = performance.now();
		for (;;) {
			const answer = await get(edge, host).catch(() => null);
			if (answer?.status === 200) return;
			if (performance.now() - started > 20_000) throw new Error('it did not come back');
			await delay(10);
		}
	}

	async function untilGone(identity: Identity) {
		while (isRunning(identity)) await delay(5);
	}

	it('loses no request when names is killed, five times under load', async () => {
		const load = clients();
		for (let round = 0; round < 5; round++) {
			const names = await pidOf(edge.paths.namesPid);
			process.kill(names.pid, 'SIGKILL');
			await untilGone(names);
			await delay(700);
		}
		const tally = await load.stop();
		expect(tally.lost).toEqual([]);
		expect(await edge.names.snapshot()).toHaveProperty('app-localhost');
	});

	it('loses no request when names hangs under load: it is replaced', async () => {
		const load = clients();
		const names = await pidOf(edge.paths.namesPid);
		process.kill(names.pid, 'SIGSTOP');
		await untilGone(names);
		await delay(1_000);
		const tally = await load.stop();
		expect(tally.lost).toEqual([]);
	});

	it('takes changes again as soon as a killed names is back, without the caller noticing', async () => {
		const names = await pidOf(edge.paths.namesPid);
		process.kill(names.pid, 'SIGKILL');
		await addSite(edge, 'during.localhost', app);
		expect((await get(edge, 'during.localhost')).body).toBe('app');
	});

	it('brings a killed Caddy back with the certificates it had, each time', async () => {
		const before = await certificates(edge);
		for (let round = 0; round < 3; round++) {
			process.kill((await pidOf(edge.paths.caddyPid)).pid, 'SIGKILL');
			await untilBack();
		}
		expect(await edgeIsRunning(edge.paths)).not.toBeNull();
		expect(await certificates(edge)).toEqual(before);
	});

	const admin = () => ({ listen: `unix/${edge.paths.caddySocket}`, origins: [adminHost] });

	it('brings an emptied configuration back by itself', async () => {
		await new CaddyAdmin(edge.paths.caddySocket).load({ admin: admin() });
		await expect(get(edge, 'app.localhost')).rejects.toThrow();
		await untilBack();
	});

	it('brings Caddy back when even its admin API is gone', async () => {
		await new CaddyAdmin(edge.paths.caddySocket).load({ admin: { disabled: true } });
		await expect(get(edge, 'app.localhost')).rejects.toThrow();
		await untilBack();
	});

	it('loads its configuration again when the worker finds it emptied first', async () => {
		await new CaddyAdmin(edge.paths.caddySocket).load({ admin: admin() });
		const { changed } = await edge.proxy.ensure({ signal: AbortSignal.timeout(10_000) });
		expect(changed).toBe(true);
		expect((await get(edge, 'app.localhost')).body).toBe('app');
	});

	it('does not start a second time for the same data directory', async () => {
		const child = spawn(process.execPath, [main], {
			env: edgeEnvironment(edge.env, process.env),
			stdio: 'ignore'
		});
		const [code] = await once(child, 'exit');
		expect(code).toBe(3);
		expect(await startEdge(edge.env)).toEqual({ adopted: true });
	});

	it('keeps Caddy, and its connections, when the watchdog was killed and starts again', async () => {
		const load = clients();
		const watchdog = await edgeIsRunning(edge.paths);
		const caddy = await pidOf(edge.paths.caddyPid);
		process.kill(watchdog!.pid, 'SIGKILL');
		await untilGone(watchdog!);
		expect(await edgeIsRunning(edge.paths)).toBeNull();
		expect(await startEdge(edge.env)).toEqual({ adopted: false });
		expect(await pidOf(edge.paths.caddyPid)).toEqual(caddy);
		await delay(500);
		const tally = await load.stop();
		expect(tally.lost).toEqual([]);
		process.kill(caddy.pid, 'SIGKILL');
		await untilBack();
	});

	it('is replaced without losing a request when it is of another version; Caddy stays', async () => {
		const load = clients();
		const [caddy, names] = [await pidOf(edge.paths.caddyPid), await pidOf(edge.paths.namesPid)];
		expect(await startEdge(edge.env)).toEqual({ adopted: true });
		await writeFile(edge.paths.edgeVersion, 'an earlier one');
		expect(await startEdge(edge.env)).toEqual({ adopted: false });
		expect(await pidOf(edge.paths.caddyPid)).toEqual(caddy);
		expect(await pidOf(edge.paths.namesPid)).not.toEqual(names);
		expect(await startEdge(edge.env)).toEqual({ adopted: true });
		await delay(500);
		expect((await load.stop()).lost).toEqual([]);
	});

	it('is looked after: a killed watchdog is started again', async () => {
		const said: string[] = [];
		const stopping = new AbortController();
		const kept = keepEdge(edge.env, {
			signal: stopping.signal,
			say: (line) => {
				said.push(line);
				stopping.abort();
			}
		});
		const watchdog = await edgeIsRunning(edge.paths);
		process.kill(watchdog!.pid, 'SIGKILL');
		await kept;
		expect(said).toEqual(['Edge: its watchdog was gone; started again']);
		expect((await edgeIsRunning(edge.paths))!.pid).not.toBe(watchdog!.pid);
		expect((await get(edge, 'app.localhost')).body).toBe('app');
	});

	it('chooses other ports when another program took those of names, and goes on', async () => {
		const ports = await readEdgePorts(edge.paths);
		await stopEdge(edge.paths);
		const thief = createServer().listen(ports!.ask, '127.0.0.1');
		await once(thief, 'listening');
		await startEdge(edge.env);
		expect(await readEdgePorts(edge.paths)).not.toEqual(ports);
		await addSite(edge, 'new.localhost', app);
		expect((await get(edge, 'new.localhost')).body).toBe('app');
		thief.close();
	});

	it('stops whole: no process, socket or pid file is left', async () => {
		const left = [await pidOf(edge.paths.namesPid), await pidOf(edge.paths.caddyPid)];
		await stopEdge(edge.paths);
		expect(await edgeIsRunning(edge.paths)).toBeNull();
		for (const identity of left) expect(isRunning(identity)).toBe(false);
		expect(await readdir(`${edge.paths.root}/run`)).toEqual([]);
		expect((await readdir(`${edge.paths.root}/edge`)).filter((n) => n.endsWith('.pid'))).toEqual(
			[]
		);
		await stopEdge(edge.paths);
		await startEdge(edge.env);
		expect((await get(edge, 'app.localhost')).body).toBe('app');
	});

	it('says which program holds its port', async () => {
		const { paths, env } = edge;
		await stopEdge(paths);
		const holder = createServer().listen(env.GANTRY_HTTPS_PORT);
		await once(holder, 'listening');
		await expect(startEdge(env)).rejects.toMatchObject({
			code: 'ports_unusable',
			hint: expect.stringContaining('GANTRY_HTTPS_PORT') as string
		});
		holder.close();
	});

	it('says why Caddy does not take the settings, and leaves nothing running', async () => {
		const settings = {
			GANTRY_ACME_CA: 'https://127.0.0.1:1/dir',
			GANTRY_ACME_ROOT: '/nonexistent/root.pem'
		};
		await expect(startTestEdge(binary, settings)).rejects.toMatchObject({
			code: 'edge_not_started',
			hint: expect.stringContaining('/nonexistent/root.pem') as string
		});
	});

	it('starts with what a person chose, without the worker', async () => {
		const { installedSettings } = await import('#caddy/installed.ts');
		await installedSettings(edge.env, edge.paths, { acmeEmail: 'me@example.com' });
		process.kill((await pidOf(edge.paths.caddyPid)).pid, 'SIGKILL');
		await untilBack();
		expect(await readFile(edge.paths.caddyConfig, 'utf8')).toContain('me@example.com');
	});
});

async function certificates({ paths }: TestEdge): Promise<string> {
	return readFile(
		`${paths.caddyStorage}/certificates/local/app.localhost/app.localhost.crt`,
		'utf8'
	);
}
