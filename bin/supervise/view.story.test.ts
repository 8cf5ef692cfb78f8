import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProduct } from '../../e2e/fixtures/product.ts';
import { project } from '../up/project.js';

const run = promisify(execFile);

/** A folder like /root, and the checkout below it. */
let closed: string;
let checkout: string;
beforeEach(async () => {
	closed = await mkdtemp(join(tmpdir(), 'gantry-closed-'));
	checkout = join(closed, 'gantry');
	await mkdir(checkout);
	await run('mount', ['--bind', project, checkout]);
});
afterEach(async () => {
	await run('umount', ['--lazy', checkout]);
	await rm(closed, { recursive: true });
});

test('a checkout below a closed folder runs, its panel as its own user all the same', async () => {
	expect((await stat(closed)).mode & 0o777).toBe(0o700);
	const product = await startProduct({}, checkout);
	try {
		const health = (await (await fetch(`${product.panelUrl}/health`)).json()) as { status: string };
		expect(health.status).toBe('ok');
		const { pid } = JSON.parse(await readFile(join(product.dataDir, 'run/gantry.pid'), 'utf8')) as {
			pid: number;
		};
		const { stdout } = await run('ps', ['-o', 'user=', '--ppid', String(pid)]);
		expect(stdout.split('\n')).toContain('gantry');
		expect(product.output().match(/data in/g)).toHaveLength(1);

		const second = spawn(process.execPath, ['bin/up.js'], { cwd: checkout, env: product.env });
		expect((await once(second, 'exit'))[0]).toBe(0);
	} finally {
		await product.destroy();
	}
});
