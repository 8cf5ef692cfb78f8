import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cgroupsBelow, count, make, mayWrite, set, setIfThere, whyNot } from './cgroup-files.ts';
import type { BuildLimits, Governor, Grip, Reach } from './port.ts';
import { firstToDie, watchFolder } from './steps.ts';

export interface CgroupV2Options {
	/** Mount point of the unified hierarchy. */
	root: string;
	/** The cgroup below which BuildKit makes one a step, e.g. docker/buildkit. */
	parent: string;
	proc?: string;
}

/** Of 1 to 10000, against an app's 100. */
const weight = 12;
const periodUs = 100_000;
const controllers = ['cpu', 'memory', 'pids'];

/** Limits on the cgroup that all steps of all builds live in. */
export function cgroupV2({ root, parent, proc = '/proc' }: CgroupV2Options): Governor {
	const folder = join(root, parent);
	return {
		reach: () =>
			mayWrite(folder).then(
				(): Reach => ({ holds: 'together' }),
				(error: unknown): Reach => ({ holds: 'nothing', because: whyNot(error) })
			),
		limit: (limits) =>
			apply(limits).then(
				(): Grip => ({ holds: 'together', ...limits }),
				(error: unknown): Grip => ({ holds: 'nothing', because: whyNot(error) })
			),
		async tend() {
			await firstToDie(await cgroupsBelow(folder), proc);
			return {
				memoryHits: await count(join(folder, 'memory.events'), 'max'),
				kills: await count(join(folder, 'memory.events'), 'oom_kill'),
				refusedForks: await count(join(folder, 'pids.events'), 'max')
			};
		},
		onStep: (begun) => watchFolder(folder, begun)
	};

	async function apply(limits: BuildLimits): Promise<void> {
		await make(folder);
		const above = parent.split('/').map((_, index, all) => join(root, ...all.slice(0, index)));
		for (const one of above) await enable(one);
		await setLimits(folder, limits);
	}
}

/** Hands the controllers on to the cgroups below. */
async function enable(folder: string): Promise<void> {
	const path = join(folder, 'cgroup.subtree_control');
	const enabled = (await readFile(path, 'utf8')).trim().split(' ');
	const missing = controllers.filter((name) => !enabled.includes(name));
	if (missing.length > 0) await writeFile(path, missing.map((name) => `+${name}`).join(' '));
}

/** The limits in one cgroup, where its controllers are enabled. */
export async function setLimits(folder: string, limits: BuildLimits): Promise<void> {
	const { memoryBytes, swapBytes, cpuMillis, pidsLimit } = limits;
	const quota = cpuMillis === 0 ? 'max' : Math.max(1000, (cpuMillis * periodUs) / 1000);
	await set(join(folder, 'memory.max'), Math.floor(memoryBytes / 4096) * 4096);
	// Missing where the kernel counts no swap.
	await setIfThere(join(folder, 'memory.swap.max'), Math.floor(swapBytes / 4096) * 4096);
	await set(join(folder, 'cpu.weight'), weight);
	await set(join(folder, 'cpu.max'), `${quota} ${periodUs}`);
	await set(join(folder, 'pids.max'), pidsLimit);
}
