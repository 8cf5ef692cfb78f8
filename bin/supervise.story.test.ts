import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { startProduct, type Product } from '../e2e/fixtures/product.ts';
import { edgeIsRunning } from './edge/control.ts';
import { supervisedName } from './supervise/orphans.ts';
import { project } from './up/project.js';

const run = promisify(execFile);
let product: Product;
beforeAll(async () => void (product = await startProduct()));
afterAll(() => product?.destroy());

const paths = () => dataPaths(product.dataDir);

/** Numbers of our processes by name, as /proc shows them. */
async function processes(dataDir = product.dataDir): Promise<Map<string, number>> {
	const found = new Map<string, number>();
	for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
		const environ = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
		const name = supervisedName(environ, dataDir);
		if (name) found.set(name, Number(pid));
	}
	const postmaster = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(
		() => ''
	);
	if (postmaster) found.set('postgres', Number.parseInt(postmaster, 10));
	return found;
}

async function uidOf(pid: number): Promise<number> {
	return (await stat(`/proc/${pid}`)).uid;
}

/** Runs a command of Gantry's own; resolves whatever its exit code. */
async function gantry(...words: string[]) {
	const options = { cwd: project, env: product.env };
	const ran = run(process.execPath, [join(project, 'bin/gantry.js'), ...words], options);
	return await ran.then(
		({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
		(error: { code: number; stdout: string; stderr: string }) => ({
			code: error.code,
			output: error.stdout + error.stderr
		})
	);
}

describe('a start', () => {
	test('says where everything is, to its owner only', async () => {
		const { mode } = await stat(paths().ready);
		expect(mode & 0o777).toBe(0o600);
		const ready: unknown = JSON.parse(await readFile(paths().ready, 'utf8'));
		expect(ready).toEqual({
			version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
			panelUrl: product.panelUrl,
			setupUrl: expect.stringContaining(`${product.panelUrl}/setup?token=`) as string,
			httpPort: product.httpPort,
			httpsPort: product.httpsPort
		});
		expect(product.output()).toContain(product.setupUrl);
	});

	test('reaches the set-up page', async () => {
		const answer = await fetch(product.setupUrl!);
		expect(answer.status).toBe(200);
		expect(await answer.text()).toContain('<form');
	});

	test('a second one says that it is running already', async () => {
		const second = await run(process.execPath, ['bin/up.js'], { cwd: project, env: product.env });
		expect(second.stdout).toMatch(/running already \(process \d+\)/);
		expect(second.stdout).toContain(product.panelUrl);
	});
});

describe('who may do what', () => {
	test('the panel runs as a user of its own, the worker does not', async () => {
		const running = await processes();
		const { stdout } = await run('id', ['-u', 'gantry']);
		expect(await uidOf(running.get('panel')!)).toBe(Number(stdout));
		expect(await uidOf(running.get('worker')!)).toBe(0);
		const status = await readFile(`/proc/${running.get('panel')}/status`, 'utf8');
		expect(/^Groups:\s*$/m.test(status), 'it has no groups besides its own').toBe(true);
	});

	/** Connects as the panel's user; prints the error's code, or "open". */
	const connect = `
		const socket = require('node:net').connect(process.argv[1]);
		socket.on('error', (error) => { console.log(error.code); });
		socket.on('connect', () => { console.log('open'); socket.destroy(); });`;

	async function asPanel(path: string): Promise<string> {
		const [uid, gid] = await Promise.all(
			['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'gantry'])).stdout))
		);
		const options = { uid, gid, cwd: '/' };
		return (await run(process.execPath, ['-e', connect, path], options)).stdout.trim();
	}

	test('the panel can open neither the Docker socket nor the edge, only the worker', async () => {
		expect(await asPanel('/var/run/docker.sock')).toBe('EACCES');
		expect(await asPanel(paths().caddySocket)).toBe('EACCES');
		expect(await asPanel(paths().namesSocket)).toBe('EACCES');
		expect(await asPanel(paths().workerSocket)).toBe('open');
	});

	test('nothing of the caller reaches the panel but settings and facts of the machine', async () => {
		const pid = (await processes()).get('panel');
		const environ = await readFile(`/proc/${pid}/environ`, 'utf8');
		expect(environ).not.toContain('VITEST');
		expect(environ).not.toContain('DOCKER_HOST');
	});
});

async function health(): Promise<unknown> {
	const answer = await fetch(`${product.panelUrl}/health`).catch(() => null);
	const { status } = (await answer?.json().catch(() => null)) ?? { status: 'no answer' };
	return status;
}

describe('what dies comes back', () => {
	test.each(['panel', 'worker', 'postgres'])('%s, killed', async (name) => {
		const before = (await processes()).get(name)!;
		process.kill(before, 'SIGKILL');
		await expect
			.poll(async () => (await processes()).get(name), { timeout: 20_000 })
			.not.toSatisfy((pid) => pid === undefined || pid === before);
		await expect.poll(health, { timeout: 20_000 }).toBe('ok');
		expect(product.output()).toContain(`[${name}] ended (SIGKILL)`);
	});

	test('a hung panel', async () => {
		const before = (await processes()).get('panel')!;
		process.kill(before, 'SIGSTOP');
		await expect
			.poll(async () => (await processes()).get('panel'), { timeout: 60_000 })
			.not.toSatisfy((pid) => pid === undefined || pid === before);
	});
});

describe('the console', () => {
	test('claims the installation and prints a token', async () => {
		const command = spawn(
			process.execPath,
			[join(project, 'bin/gantry.js'), 'setup', '--email', 'a@example.com', '--password-stdin'],
			{ cwd: project, env: product.env, stdio: ['pipe', 'ignore', 'inherit'] }
		);
		command.stdin.end('correct horse battery\n');
		expect((await once(command, 'exit'))[0]).toBe(0);

		const { code, output } = await gantry('token', 'create', '--name', 'story');
		expect(code).toBe(0);
		const apps = await fetch(`${product.panelUrl}/api/v1/apps`, {
			headers: { authorization: `Bearer ${output.trim()}` }
		});
		expect(await apps.json()).toEqual({ apps: [] });
	});

	test('says what runs, and what is wrong on this machine', async () => {
		const status = await gantry('status');
		expect(status.output).toContain(product.panelUrl);
		expect(status.code).toBe(0);
		const { output } = await gantry('doctor');
		expect(output).toMatch(/^✓ Key files/m);
		expect(output).toMatch(/^. Docker +\d+\./m);
	});

	test('answers a wrong use with 2', async () => {
		expect(await gantry('token', 'create')).toMatchObject({ code: 2 });
	});
});

test('two installations run side by side, and one ends without the other', async () => {
	const other = await startProduct();
	try {
		expect(await processes(other.dataDir)).toHaveProperty('size', 3);
		const labels = await Promise.all(
			[product, other].map(({ dataDir }) => readFile(dataPaths(dataDir).label, 'utf8'))
		);
		expect(new Set(labels).size).toBe(2);
	} finally {
		await other.destroy();
	}
	expect(await health()).toBe('ok');
	expect(await edgeIsRunning(paths())).not.toBeNull();
});

describe('a stop', () => {
	test('leaves the edge answering, which the next start adopts', async () => {
		await product.stop();
		expect((await processes()).size).toBe(0);
		await expect(stat(paths().ready)).rejects.toThrow();
		const edge = await edgeIsRunning(paths());
		expect(edge).not.toBeNull();
		const answer = await fetch(`http://127.0.0.1:${product.httpPort}/`, { redirect: 'manual' });
		expect(answer.status).toBeLessThan(500);

		await product.restart();
		expect((await edgeIsRunning(paths()))?.pid).toBe(edge?.pid);
		expect(product.output()).toContain('Edge: runs still');
	});

	test('after a killed supervisor, the next start ends what it left', async () => {
		const { pid } = JSON.parse(await readFile(paths().supervisorPid, 'utf8')) as { pid: number };
		const left = await processes();
		process.kill(pid, 'SIGKILL');
		await product.restart();
		expect(product.output()).toContain('Ended what an earlier start left behind');
		const now = await processes();
		for (const [name, old] of left) expect(now.get(name), name).not.toBe(old);
	});

	test('with --all leaves nothing', async () => {
		const { code } = await gantry('stop', '--all');
		expect(code).toBe(0);
		expect((await processes()).size).toBe(0);
		expect(await edgeIsRunning(paths())).toBeNull();
		expect(await readdir(join(product.dataDir, 'run'))).toEqual([]);
	});
});
