import type { Runtime } from '../runtime/port.ts';
import type { LogFile } from './log-file.ts';
import { lineKey, resumePoint } from './resume.ts';

/**
 * Appends what a container prints to the log of its service until it stops or `signal` aborts. Goes on
 * exactly where the log ends, also after a crash of the worker: no line is lost, none comes twice.
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
	for await (const { time, stream, text } of lines) {
		const at = Date.parse(time);
		const key = lineKey(at, stream);
		const left = known.get(key) ?? 0;
		if (left > 0) known.set(key, left - 1);
		else log.write(source, text, stream, at);
	}
}
