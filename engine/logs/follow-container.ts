import type { Runtime } from '../runtime/port.ts';
import type { LogFile } from './log-file.ts';
import { mostPerSecond, RateCap } from './rate-cap.ts';
import { lineKey, resumePoint } from './resume.ts';

/** Milliseconds after which dropped lines are told of when none is kept meanwhile. */
const tellAfterMs = 1_000;

/**
 * Appends what a container prints to the log of its service until it stops or `signal` aborts. Goes on
 * exactly where the log ends, also after a crash of the worker: no line is lost, none comes twice. Of a
 * container that prints without measure the first lines of each second are kept, the others counted.
 */
export async function followContainer(follow: {
	runtime: Runtime;
	container: string;
	/** Under which its lines stand in the log. */
	source: string;
	log: LogFile;
	/** Where that log is. */
	path: string;
	signal: AbortSignal;
}): Promise<void> {
	const { runtime, container, source, log, path, signal } = follow;
	const { since, known } = await resumePoint(path, source);
	const lines = runtime.logs(container, {
		...(since !== null && { since: new Date(since).toISOString() }),
		follow: true,
		signal
	});
	const cap = new RateCap();
	let telling: NodeJS.Timeout | null = null;
	let last = since ?? 0;
	function tell() {
		if (telling) clearTimeout(telling);
		telling = null;
		const dropped = cap.takeDropped();
		if (dropped === 0) return;
		const text = `${dropped} lines dropped: at most ${mostPerSecond} a second are kept`;
		log.write(source, text, 'gantry', last);
	}
	try {
		for await (const { time, stream, text } of lines) {
			const at = Date.parse(time);
			const key = lineKey(at, stream);
			const left = known.get(key) ?? 0;
			if (left > 0) known.set(key, left - 1);
			else if (cap.admits(at)) {
				if (telling) tell();
				log.write(source, text, stream, at);
			} else telling ??= setTimeout(tell, tellAfterMs);
			last = at;
		}
	} finally {
		tell();
	}
}
