import { setTimeout as wait } from 'node:timers/promises';

const deadlineMs = 40_000;

/** Waits for something that tells nobody when it happens. Errors: what it waited for, after 40 s. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
	const deadline = performance.now() + deadlineMs;
	while (!(await isSo().catch(() => false))) {
		if (performance.now() > deadline) throw new Error(`Waited too long for ${what}`);
		await wait(20);
	}
}
