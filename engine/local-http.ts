import { once } from 'node:events';
import {
	request,
	type Agent,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type RequestOptions
} from 'node:http';
import { text } from 'node:stream/consumers';

/** Where a program on this machine listens. Its agent keeps connections; without one each question has its own. */
export type LocalPlace = ({ socketPath: string } | { port: number }) & { agent?: Agent };

export interface LocalQuestion {
	method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	path: string;
	headers?: Record<string, string>;
	/** Sent as JSON; left out: no body. */
	json?: unknown;
	signal: AbortSignal;
}

export interface LocalAnswer {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

/**
 * Asks one of our own programs over HTTP. With what Node brings: a client library would take 6 MB in each process
 * that only ever asks its neighbour. Errors: the socket's, and an AbortError.
 */
export async function askLocally(place: LocalPlace, question: LocalQuestion): Promise<LocalAnswer> {
	const { method = 'GET', path, headers = {}, json, signal } = question;
	const body = json === undefined ? undefined : JSON.stringify(json);
	const call = request({
		...where(place),
		...{ method, path, signal },
		headers: {
			...(body !== undefined && {
				'content-type': 'application/json',
				'content-length': Buffer.byteLength(body)
			}),
			...headers
		}
	});
	const answered = once(call, 'response');
	call.end(body);
	const [response] = (await answered) as [IncomingMessage];
	return {
		status: response.statusCode ?? 0,
		headers: response.headers,
		body: await text(response)
	};
}

export const where = (place: LocalPlace): RequestOptions => ({
	...('port' in place ? { host: '127.0.0.1' } : { host: 'localhost' }),
	...place,
	agent: place.agent ?? false
});
