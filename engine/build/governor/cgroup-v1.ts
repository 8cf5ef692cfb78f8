import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
	cgroupsBelow,
	count,
	make,
	mayWrite,
	number,
	set,
	setIfThere,
	whyNot
} from './cgroup-files.ts';
import type { BuildLimits, Governor, Grip, Reach } from './port.ts';
import { firstToDie, watchFolder } from './steps.ts';

/** Mount points of the controllers. */
export interface Hierarchies {
	memory: string;
	cpu: string;
	pids: string;
}

export interface CgroupV1Options {
	mounts: Hierarchies;
	/** The cgroup below which BuildKit makes one a step, e.g. docker/buildkit. */
	parent: string;
	proc?: string;
}

/** Weight against an app's 1024. */
const shares = 128;
const periodUs = 100_000;

/** Limits on the cgroup that all steps of all builds live in. */
export function cgroupV1({ mounts, parent, proc = '/proc' }: CgroupV1Options): Governor {
	const memory = join(mounts.memory, parent);
	const cpu = join(mounts.cpu, parent);
	const pids = join(mounts.pids, parent);
	let memoryHits = 0;

	async function apply({ memoryBytes, swapBytes, cpuMillis, pidsLimit }: BuildLimits) {
		await Promise.all([make(memory), make(cpu), make(pids)]);
		await setMemory(memory, memoryBytes, memoryBytes + swapBytes);
		await set(join(cpu, 'cpu.shares'), shares);
		await set(join(cpu, 'cpu.cfs_period_us'), periodUs);
		await set(
			join(cpu, 'cpu.cfs_quota_us'),
			cpuMillis === 0 ? -1 : Math.max(1000, (cpuMillis * periodUs) / 1000)
		);
		await set(join(pids, 'pids.max'), pidsLimit);
	}

	return {
		reach: () =>
			Promise.all([memory, cpu, pids].map(mayWrite)).then(
				(): Reach => ({ holds: 'together' }),
				(error: unknown): Reach => ({ holds: 'nothing', because: whyNot(error) })
			),
		limit: (limits) =>
			apply(limits).then(
				(): Grip => ({ holds: 'together', ...limits }),
				(error: unknown): Grip => ({ holds: 'nothing', because: whyNot(error) })
			),

		async tend() {
			const [steps, counters, kills] = await Promise.all([
				cgroupsBelow(memory),
				cgroupsBelow(pids),
				// The killed step's own counter goes with it; the machine's stays.
				count(join(proc, 'vmstat'), 'oom_kill')
			]);
			await firstToDie(steps, proc);
			if (await wasFull(memory)) memoryHits++;
			const refused = await Promise.all(
				counters.map((step) => count(join(step, 'pids.events'), 'max'))
			);
			return { memoryHits, kills, refusedForks: refused.reduce((sum, one) => sum + one, 0) };
		},

		onStep: (begun) => watchFolder(memory, begun)
	};
}

/** Was the limit reached since the last look? Not every kernel counts that, so the highest use is asked and reset. */
async function wasFull(folder: string): Promise<boolean> {
	const highest = join(folder, 'memory.max_usage_in_bytes');
	const limit = await number(join(folder, 'memory.limit_in_bytes'));
	// Pages are charged by the batch: a little stays free at the limit.
	if (limit === 0 || (await number(highest)) < limit * 0.98) return false;
	await writeFile(highest, '0').catch(() => {});
	return true;
}

/** The kernel wants memory ≤ memory with swap at every moment, so the order depends on the direction. */
async function setMemory(folder: string, bytes: number, withSwap: number): Promise<void> {
	const plain = join(folder, 'memory.limit_in_bytes');
	const both = join(folder, 'memory.memsw.limit_in_bytes');
	const now = Number(await readFile(plain, 'utf8'));
	if (bytes > now) {
		await setIfThere(both, roundedToPages(withSwap));
		await setLimit(plain, bytes);
	} else {
		await setLimit(plain, bytes);
		await setIfThere(both, roundedToPages(withSwap)).catch(whileInUse);
	}
}

const roundedToPages = (bytes: number) => Math.floor(bytes / 4096) * 4096;

async function setLimit(path: string, bytes: number): Promise<void> {
	const text = String(roundedToPages(bytes));
	if ((await readFile(path, 'utf8')).trim() !== text) await writeFile(path, text).catch(whileInUse);
}

/** Running builds use more than the new limit: the next build sets it again. */
function whileInUse(error: NodeJS.ErrnoException): void {
	if (error.code !== 'EBUSY') throw error;
}
