import type { Runtime, RuntimeLine } from '../runtime/port.ts';
import type { LogFile } from './log-file.ts';
import { mostPerSecond, RateCap } from './rate-cap.ts';
import { Repeats } from './repeats.ts';
import { disorder, lineKey, resumePoint } from './resume.ts';
import { Silence } from './silence.ts';

/** Milliseconds after which dropped lines are told of when none is kept meanwhile. */
const tellAfterMs = 1_000;
/** Milliseconds for one question to the engine. */
const patience = 5_000;

interface Follow {
	runtime: Runtime;
	container: string;
	/** Under which its lines stand in the log. */
	source: string;
	log: LogFile;
	/** Where that log is. */
	path: string;
	signal: AbortSignal;
}

/**
 * Appends what a container prints to the log of its service until it stops or `signal` aborts. Goes on
 * exactly where the log ends, also after a crash of the worker: no line is lost, none comes twice. Of a
 * container that prints without measure the first lines of each second are kept, the others counted.
 */
export async function followContainer(follow: Follow): Promise<void> {
	const { source, log, path } = follow;
	const { since, known } = await resumePoint(path, source);
	const cap = new RateCap();
	const repeats = new Repeats();
	let telling: NodeJS.Timeout | null = null;
	let last = since;
	function tell() {
		if (telling) clearTimeout(telling);
		telling = null;
		const dropped = cap.takeDropped();
		if (dropped === 0) return;
		const text = `${dropped} lines dropped: at most ${mostPerSecond} a second are kept`;
		log.write(source, text, 'gantry', last ?? undefined);
	}
	function take(line: RuntimeLine, at: number) {
		if (repeats.has(line, at)) return;
		const { stream, text } = line;
		if (known.size > 0 && isKnown(known, lineKey(at, stream))) return;
		if (cap.admits(at)) {
			if (telling) tell();
			log.write(source, text, stream, at);
		} else telling ??= setTimeout(tell, tellAfterMs);
	}
	try {
		let from = since;
		for (;;) {
			const stuck = new AbortController();
			const silence = new Silence(() => {
				void isBehind(follow, last).then((isStuck) => isStuck && stuck.abort());
			});
			try {
				for await (const lines of linesFrom(follow, { from, stuck: stuck.signal })) {
					silence.heard();
					for (const line of lines) take(line, (last = Date.parse(line.time)));
				}
			} finally {
				silence.stop();
			}
			if (!stuck.signal.aborted || follow.signal.aborted) return;
			if (last === null) continue;
			from = last - disorder;
			repeats.expectFrom(from);
		}
	} finally {
		tell();
	}
}

/** Does a line of that key stand in the log already? It does so once for each time that it was found there. */
function isKnown(known: Map<string, number>, key: string): boolean {
	const left = known.get(key);
	if (left === undefined) return false;
	if (left > 1) known.set(key, left - 1);
	else known.delete(key);
	return true;
}

/** From a time on (milliseconds; null: all of them), until the container stops or a signal aborts. */
function linesFrom(
	{ runtime, container, signal }: Follow,
	{ from, stuck }: { from: number | null; stuck: AbortSignal }
): AsyncIterable<RuntimeLine[]> {
	return runtime.logs(container, {
		...(from !== null && { since: new Date(from).toISOString() }),
		follow: true,
		signal: AbortSignal.any([signal, stuck])
	});
}

/**
 * Has it printed a line after that time (milliseconds; null: any)? Then the engine is stuck: some (20.10 among them)
 * now and then tell nothing more after they put a container's full file aside. Never rejects.
 */
async function isBehind(
	{ runtime, container, signal }: Follow,
	last: number | null
): Promise<boolean> {
	const within = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
	let newest = -Infinity;
	try {
		const lines = runtime.logs(container, { tail: 1, follow: false, signal: within });
		for await (const some of lines) for (const { time } of some) newest = Date.parse(time);
	} catch {
		// Who reads the lines hears of it.
		return false;
	}
	return newest > (last ?? -Infinity);
}
