import { setTimeout as wait } from 'node:timers/promises';

const deadlineMs = 180_000;

/** Waits for something that tells nobody when it happens; answers what `look` gave. Errors: what it waited for. */
export async function until<T>(
	what: string,
	look: () => Promise<T | null | false | undefined>,
	{ withinMs = deadlineMs } = {}
): Promise<T> {
	const deadline = performance.now() + withinMs;
	let last: unknown = null;
	for (;;) {
		const found = await look().catch((error: unknown) => void (last = error));
		if (found) return found;
		if (performance.now() > deadline) {
			throw new Error(`Waited too long for ${what}`, { cause: last });
		}
		await wait(20);
	}
}

/** Seconds that `work` takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
	const begin = performance.now();
	await work();
	return (performance.now() - begin) / 1000;
}
