import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getHealth } from '#lib/server/health/get-health.ts';
import { programs, strikeProgram } from '../fixtures/programs.ts';
import { expectThat, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
import { until } from './moments.ts';

const repository = new URL('../..', import.meta.url).pathname;
/** Of Debian's package faketime. */
const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

/** A worker whose clock goes as a file says, in place of the product's own. */
async function skewedWorker(ground: Ground, offsetFile: string): Promise<ChildProcess> {
	const pid = (await programs(ground.product)).get('worker');
	const environ = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').filter(Boolean);
	const env = Object.fromEntries(
		environ.map((line) => /^([^=]+)=(.*)$/s.exec(line)?.slice(1) ?? [])
	);
	await strikeProgram(ground.product, 'supervisor', 'SIGSTOP');
	await strikeProgram(ground.product, 'worker');
	const skew = {
		LD_PRELOAD: library,
		FAKETIME_TIMESTAMP_FILE: offsetFile,
		FAKETIME_NO_CACHE: '1',
		FAKETIME_DONT_FAKE_MONOTONIC: '1'
	};
	return spawn(process.execPath, ['worker/index.ts'], {
		cwd: repository,
		env: { ...env, ...skew },
		stdio: 'ignore'
	});
}

export const skewed: Experiment = {
	id: 'F49',
	strike: "the worker's clock is an hour ahead, jumps back by two, and is right again",
	async run(ground) {
		expectThat(existsSync(library), 'faketime is not installed: apt-get install faketime');
		const folder = await mkdtemp(join(tmpdir(), 'gantry-clock-'));
		const offset = join(folder, 'offset');
		await writeFile(offset, '+1h');
		const app = await ground.app();
		const worker = await skewedWorker(ground, offset);
		const ended = once(worker, 'exit');
		let said: string;
		try {
			await app.succeeds(await app.push('two'), 'two');
			const { clocks } = await until('the worker to be asked', async () => {
				const health = await getHealth(ground.ctx);
				return health.clocks.ok ? null : health;
			});
			expectThat(/3\d{3} s ahead/.test(clocks.detail), `Settings says ${clocks.detail}`);
			said = clocks.detail;
			await writeFile(offset, '-1h');
			await app.succeeds(await app.push('three'), 'three');
			const beats = await ground.db.workerBeat.count();
			expectThat(beats === 1, `${beats} workers beat`);
			expectThat(worker.exitCode === null, 'the worker gave up');
		} finally {
			await strikeProgram(ground.product, 'supervisor', 'SIGCONT');
			worker.kill('SIGTERM');
			await ended;
			await rm(folder, { recursive: true });
		}
		await until('the own worker', async () => (await programs(ground.product)).has('worker'));
		const { attempt } = await app.succeeds(await app.push('four'), 'four');
		expectThat(attempt === 1, 'it was taken over');
		return `deployed at each of them; no job expired, no worker was taken for dead: leases go by the database’s clock; Settings: "${said}"`;
	}
};
