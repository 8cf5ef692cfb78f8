import { z } from 'zod';
import type { Reach } from '#engine/build/governor/port.ts';
import { askLocally } from '#engine/local-http.ts';
import type { CleanUpPreview } from '#lib/rules/clean-up.ts';
import { AppError } from '../errors.ts';
import type { HostCheck, Inspection, Live, RunningContainer, WorkerHealth } from './port.ts';
import type { UsageNow } from './usage-now.ts';

/** What crosses the socket instead of an answer. */
const errorBody = z.object({
	error: z.object({
		code: z.string(),
		status: z.number().int().min(400).max(599),
		message: z.string(),
		hint: z.string().nullable(),
		field: z.string().nullable()
	})
});

/** The worker's own deadlines, and a little for the way: it shall be the one to say what took long. */
const deadlines = {
	inspect: 35_000,
	'resolve-commit': 35_000,
	'check-host': 15_000,
	'volume-sizes': 10_000,
	replicas: 5_000,
	containers: 5_000,
	'build-reach': 5_000,
	usage: 5_000,
	'clean-up': 30_000,
	'test-channel': 35_000,
	health: 5_000
};
type Path = keyof typeof deadlines;

/** Live reads over the worker's unix socket. Nothing is opened before the first call. */
export function connectLive(socketPath: string): Live {
	async function call<Answer>(path: Path, input: unknown, signal: AbortSignal): Promise<Answer> {
		const deadline = AbortSignal.timeout(deadlines[path]);
		try {
			const { status, body } = await askLocally(
				{ socketPath },
				{
					method: 'POST',
					path: `/${path}`,
					json: input,
					signal: AbortSignal.any([signal, deadline])
				}
			);
			const answer: unknown = JSON.parse(body);
			if (status === 200) return answer as Answer;
			throw fromWire(answer);
		} catch (cause) {
			if (cause instanceof AppError) throw cause;
			signal.throwIfAborted();
			throw unreachable(cause);
		}
	}

	return {
		inspect: (input, { signal }) => call<Inspection>('inspect', input, signal),
		resolveCommit: (input, { signal }) => call<{ sha: string }>('resolve-commit', input, signal),
		checkHost: (input, { signal }) => call<HostCheck>('check-host', input, signal),
		cleanUp: ({ signal }) => call<CleanUpPreview>('clean-up', {}, signal),
		volumeSizes: (input, { signal }) => call<Record<string, number>>('volume-sizes', input, signal),
		buildReach: ({ signal }) => call<Reach>('build-reach', {}, signal),
		usage: ({ signal }) => call<UsageNow>('usage', {}, signal),
		replicas: (input, { signal }) => call<{ running: number }>('replicas', input, signal),
		containers: (input, { signal }) => call<RunningContainer[]>('containers', input, signal),
		testChannel: (input, { signal }) =>
			call<{ ok: boolean; detail: string }>('test-channel', input, signal),
		health: ({ signal }) => call<WorkerHealth>('health', {}, signal)
	};
}

function fromWire(answer: unknown): AppError {
	const { code, status, message, hint, field } = errorBody.parse(answer).error;
	return new AppError(code, status, message, {
		...(hint !== null && { hint }),
		...(field !== null && { field })
	});
}

/** Nobody listens on its socket, or the answer never came. */
export function unreachable(cause: unknown): AppError {
	return new AppError('worker_unreachable', 503, 'The worker does not answer.', {
		hint: 'It is restarted by itself: try again in a few seconds. `npx gantry doctor` says what is wrong if it stays so.',
		cause
	});
}
