import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { count, mayWrite, set, whyNot } from './cgroup-files.ts';
import { setLimits } from './cgroup-v2.ts';
import type { BuildLimits, Governor, Reach } from './port.ts';
import { firstToDie, watchFolder } from './steps.ts';

export interface SystemdStepsOptions {
	/** Where the cgroups of steps appear. */
	folder: string;
	/** How their names begin. */
	prefix: string;
	proc?: string;
}

/**
 * An engine with the systemd driver puts each step into a cgroup of its own beside the services
 * (system.slice/system.slice:docker:<id>: BuildKit hands systemd's notation to a runc that takes it for
 * a path), so builds have none in common. Each step is then limited when it appears, to the
 * memory of one slot.
 */
export function systemdSteps({ folder, prefix, proc = '/proc' }: SystemdStepsOptions): Governor {
	let limits: BuildLimits | null = null;

	async function steps(): Promise<string[]> {
		const names = await readdir(folder).catch(() => []);
		return names.filter((name) => name.startsWith(prefix)).map((name) => join(folder, name));
	}

	async function limitStep(step: string): Promise<void> {
		if (limits) await setLimits(step, limits);
		await set(join(step, 'memory.oom.group'), 1);
	}

	/** Steps end at any moment: what fails for one is tried again at the next look. */
	const limitAll = async (running: string[]) =>
		Promise.allSettled(running.map((step) => limitStep(step)));

	const reach = () =>
		mayWrite(folder).then(
			(): Reach => ({ holds: 'each step' }),
			(error: unknown): Reach => ({ holds: 'nothing', because: whyNot(error) })
		);

	return {
		reach,
		async limit(wanted) {
			const memoryBytes = Math.floor(wanted.memoryBytes / wanted.slots);
			limits = { ...wanted, memoryBytes };
			const reached = await reach();
			if (reached.holds === 'nothing') return reached;
			await limitAll(await steps());
			return { holds: 'each step', memoryBytes, pidsLimit: wanted.pidsLimit };
		},
		async tend() {
			const running = await steps();
			await limitAll(running);
			await firstToDie(running, proc);
			// A killed step's own counters go with it; the machine's stays.
			const kills = await count(join(proc, 'vmstat'), 'oom_kill');
			const refused = await Promise.all(
				running.map((step) => count(join(step, 'pids.events'), 'max'))
			);
			return { memoryHits: kills, kills, refusedForks: refused.reduce((sum, one) => sum + one, 0) };
		},
		onStep: (begun) => watchFolder(folder, begun)
	};
}
