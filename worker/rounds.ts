import { asAppError } from '#lib/server/db/is-database-down.ts';
import type { Report } from './report.ts';

export interface RoundsOptions {
	name: string;
	/** A function is asked before each pause. */
	everyMs: number | (() => number);
	/** After a round that failed; as ever when left out. */
	retryMs?: number | (() => number);
	/** `nth` counts from 0. */
	round(nth: number, signal: AbortSignal): Promise<unknown>;
	report: Report;
}

/** Milliseconds by which a timer may be early, as the clock says. */
const early = 100;

/**
 * For `everyMs`: at the full `everyMs` of the clock, so that what this process does by itself wakes it, and the
 * machine, at one moment.
 */
export const atFull = (everyMs: number) => (): number => {
	const left = everyMs - (Date.now() % everyMs);
	return left < early ? left + everyMs : left;
};

/**
 * Repeats something at an interval, or sooner when woken; never twice at once. The same failure in a
 * row is written down once.
 */
export function startRounds({ name, everyMs, retryMs = everyMs, round, report }: RoundsOptions) {
	const stopped = new AbortController();
	const { signal } = stopped;
	let woken = false;
	let wake = () => {};

	const pause = (ms: number) =>
		new Promise<void>((resolve) => {
			if (woken || signal.aborted) return resolve();
			const timer = setTimeout(resolve, ms);
			wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});

	const running = (async () => {
		let said = '';
		let hasFailed = false;
		// The caller shall have what is returned before the first round begins.
		await Promise.resolve();
		for (let nth = 0; !signal.aborted; nth++) {
			const due = hasFailed ? retryMs : everyMs;
			if (nth > 0) await pause(typeof due === 'number' ? due : due());
			if (signal.aborted) return;
			woken = false;
			try {
				await round(nth, signal);
				hasFailed = false;
				if (said !== '') console.log(`${name}: works again`);
				said = '';
			} catch (error) {
				hasFailed = true;
				const known = asAppError(error);
				const words = known?.message ?? String(error);
				if (signal.aborted || words === said) continue;
				said = words;
				// What a person can act on is no bug: one line says all.
				if (known) console.error(`${name}: ${words}`);
				else report(`${name} failed`, error);
			}
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
