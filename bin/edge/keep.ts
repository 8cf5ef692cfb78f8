import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#engine/error.ts';
import { within } from '#engine/within.ts';
import { untilNoBeat } from './beat.ts';
import type { Watched } from './watched.ts';

export interface Kept {
	name: string;
	/** A running one to begin with, or null. */
	adopted: Watched | null;
	start: () => Promise<Watched>;
	/**
	 * Resolves while the program does its work, rejects when it does not. What it gives, if anything, aborts when
	 * the program is to be asked again at once.
	 */
	probe: (signal: AbortSignal) => Promise<AbortSignal | void>;
	/**
	 * All in milliseconds. Silent for `patience`, once it has answered, or without a beat for `beat`: it hangs.
	 * Refusing for `refusal`: it runs, but nobody listens any more.
	 */
	timing: {
		every: number;
		patience: number;
		startWithin: number;
		refusal?: number;
		beat?: number;
	};
	/** Milliseconds before a start that follows one without an answer; doubled each time. */
	pauses?: { first: number; longest: number };
	say: (line: string) => void;
	/** Aborts: the program is left alone. */
	stopping: AbortSignal;
	/** Called after each start, with the first answer. */
	onAnswer: () => void;
	/** Fails so often before its very first answer: it is given up. */
	giveUpAfter: number;
}

const usualPauses = { first: 100, longest: 2_000 };

/**
 * Starts a program again whenever it ends or hangs: at once when it had answered, later and
 * later while it does not. Resolves with the one that runs when `stopping` aborts. Errors: edge_not_started.
 */
export async function keepAlive(kept: Kept): Promise<Watched | null> {
	const { first, longest } = kept.pauses ?? usualPauses;
	let pause = 0;
	let failures = 0;
	let answered: boolean;
	let everAnswered = false;
	let current = kept.adopted;
	const onAnswer = () => {
		answered = everAnswered = true;
		kept.onAnswer();
	};
	while (!kept.stopping.aborted) {
		answered = false;
		try {
			current ??= await kept.start();
			const reason = await endOf(current, { ...kept, onAnswer });
			if (reason === null) return current;
			kept.say(`${kept.name} ended (${reason}); starting it again`);
		} catch (error) {
			kept.say(`${kept.name} could not be started: ${String(error)}`);
		}
		current = null;
		failures++;
		if (!everAnswered && failures >= kept.giveUpAfter) {
			throw new AppError('edge_not_started', 500, `${kept.name} does not start.`);
		}
		pause = answered ? 0 : Math.min(Math.max(first, pause * 2), longest);
		await delay(pause, undefined, { signal: kept.stopping }).catch(() => {});
	}
	return current;
}

/** Why it ended; null when we are to stop first. */
async function endOf(watched: Watched, kept: Kept): Promise<string | null> {
	const over = new AbortController();
	const stopped = new Promise<null>((resolve) => {
		kept.stopping.addEventListener('abort', () => resolve(null), { once: true });
		if (kept.stopping.aborted) resolve(null);
	});
	const either = AbortSignal.any([over.signal, kept.stopping]);
	const hung = [untilSilent(kept, either), ...beatless(watched, kept, either)];
	const reason = await Promise.race([watched.ended, stopped, ...hung]);
	over.abort();
	if (reason !== silent) return reason;
	watched.kill('SIGKILL');
	await watched.ended;
	return reason;
}

function beatless({ beats }: Watched, { timing: { beat } }: Kept, over: AbortSignal) {
	if (!beats || beat === undefined) return [];
	return [untilNoBeat(beats, { patience: beat, over }).then((): typeof silent => silent)];
}

/** Of a socket without a listener; or the listener takes us for a stranger. */
const refusals = new Set(['ECONNREFUSED', 'ENOENT', 'stranger']);

const silent = 'it did not answer';

/** Resolves only when the program hangs. */
async function untilSilent(
	{ probe, timing, onAnswer }: Kept,
	over: AbortSignal
): Promise<typeof silent> {
	let answered = false;
	let silentSince: number | null = performance.now();
	let isRefusing = false;
	while (!over.aborted) {
		const asked = performance.now();
		const { patience: usual, startWithin, refusal = usual } = timing;
		const patience = !answered ? startWithin : isRefusing ? refusal : usual;
		const left = Math.ceil(patience - (asked - (silentSince ?? asked)));
		if (left <= 0) return silent;
		let pause = over;
		try {
			const news = await within(left, over, probe);
			if (news) pause = AbortSignal.any([over, news]);
			silentSince = null;
			if (!answered) onAnswer();
			answered = true;
		} catch (error) {
			silentSince ??= asked;
			isRefusing = refusals.has((error as NodeJS.ErrnoException).code ?? '');
		}
		const isQuiet = silentSince === null && (await until(timing.every, pause));
		if (!isQuiet) await until(soon, over);
	}
	return new Promise(() => {});
}

/** Milliseconds between two questions while none is answered, and after news. */
const soon = 20;

/** Did all of that time pass? */
const until = (time: number, over: AbortSignal): Promise<boolean> =>
	delay(time, true, { signal: over }).catch(() => false);
