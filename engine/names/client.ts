import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../error.ts';
import { askLocally, where } from '../local-http.ts';
import { within } from '../within.ts';
import type { NameEntry, Names, NameSnapshot } from './port.ts';
import type { ReachProof } from './reach.ts';

interface ClientOptions {
	/** Milliseconds for one call, with all its tries; 5,000 unless told. */
	deadline?: number;
}

const tryAgainAfter = 20;
const never = new AbortController().signal;

/**
 * Names over the control socket. While the process restarts, a call is tried again until its deadline:
 * every call can be repeated. Errors: names_unreachable, and what the process itself answers.
 */
export function namesClient(socketPath: string, { deadline = 5_000 }: ClientOptions = {}): Names {
	async function call(method: Call['method'], path: string, body?: unknown) {
		return within(deadline, never, async (signal) => {
			for (;;) {
				try {
					return await callOnce(socketPath, { method, path, body, signal });
				} catch (cause) {
					if (cause instanceof AppError) throw cause;
					if (signal.aborted) throw unreachable(socketPath, cause);
					await delay(tryAgainAfter);
				}
			}
		});
	}
	return {
		async update(service, change) {
			await call('PATCH', `/names/${encodeURIComponent(service)}`, change);
		},
		async remove(service) {
			await call('DELETE', `/names/${encodeURIComponent(service)}`);
		},
		async find(service) {
			const answer = await call('GET', `/names/${encodeURIComponent(service)}`);
			return (answer as { entry: NameEntry | null }).entry;
		},
		async snapshot() {
			return (await call('GET', '/names')) as NameSnapshot;
		},
		async replace(snapshot) {
			await call('PUT', '/names', snapshot);
		},
		async proveReach() {
			return (await call('POST', '/reach')) as ReachProof;
		},
		untilGone: ({ signal }) => untilGone(socketPath, signal)
	};
}

interface Call {
	method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
	path: string;
	body?: unknown;
	signal: AbortSignal;
}

async function callOnce(socketPath: string, { method, path, body, signal }: Call) {
	const answer = await askLocally({ socketPath }, { method, path, json: body, signal });
	const told = JSON.parse(answer.body) as { error?: ErrorBody };
	if (told.error) throw asAppError(answer.status, told.error);
	return told;
}

async function untilGone(socketPath: string, signal: AbortSignal): Promise<void> {
	let wasThere = false;
	const call = request({ ...where({ socketPath }), path: '/life', signal });
	const response = once(call, 'response') as Promise<[IncomingMessage]>;
	response.catch(() => {});
	call.end();
	try {
		const [socket] = (await once(call, 'socket')) as [Socket];
		if (socket.connecting) await once(socket, 'connect');
		wasThere = true;
		const [life] = await response;
		// Nothing comes but its end.
		await finished(life.resume());
	} catch (cause) {
		signal.throwIfAborted();
		if (!wasThere) throw unreachable(socketPath, cause);
	}
	signal.throwIfAborted();
}

interface ErrorBody {
	code: string;
	message: string;
	hint: string | null;
}

function asAppError(status: number, { code, message, hint }: ErrorBody): AppError {
	return new AppError(code, status, message, hint === null ? {} : { hint });
}

function unreachable(socketPath: string, cause: unknown): AppError {
	return new AppError('names_unreachable', 503, 'The names process does not answer.', {
		hint: `Is the edge running? Its socket is ${socketPath}; see the log edge.log.`,
		cause
	});
}
