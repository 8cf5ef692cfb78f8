import { AppError } from '#engine/error.ts';
import type { Report } from './report.ts';

export interface RoundsOptions {
	name: string;
	everyMs: number;
	/** `nth` counts from 0. */
	round(nth: number, signal: AbortSignal): Promise<unknown>;
	report: Report;
}

/**
 * Repeats something at an interval, or sooner when woken; never twice at once. The same failure in a
 * row is written down once.
 */
export function startRounds({ name, everyMs, round, report }: RoundsOptions) {
	const stopped = new AbortController();
	const { signal } = stopped;
	let woken = false;
	let wake = () => {};

	const pause = () =>
		new Promise<void>((resolve) => {
			if (woken || signal.aborted) return resolve();
			const timer = setTimeout(resolve, everyMs);
			wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});

	const running = (async () => {
		let said = '';
		// The caller shall have what is returned before the first round begins.
		await Promise.resolve();
		for (let nth = 0; !signal.aborted; nth++) {
			woken = false;
			try {
				await round(nth, signal);
				if (said !== '') console.log(`${name}: works again`);
				said = '';
			} catch (error) {
				const words = error instanceof AppError ? error.code : String(error);
				if (!signal.aborted && words !== said) report(`${name} failed`, error);
				said = words;
			}
			await pause();
		}
	})();

	return {
		/** Asks for a round now, or for one more when one is under way. */
		wake() {
			woken = true;
			wake();
		},
		async stop() {
			stopped.abort();
			wake();
			await running;
		}
	};
}
