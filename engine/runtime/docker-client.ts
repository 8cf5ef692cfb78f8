import Docker from 'dockerode';
import { AppError } from '../error.ts';

/** A client of the engine at `unix:///path`, `tcp://host:port` or `https://host:port`. Nothing is sent yet. */
export function connectDocker(dockerHost: string): Docker {
	const url = new URL(dockerHost);
	// `host: undefined`: the library would else take DOCKER_HOST from the environment. Without a
	// version in the path each engine answers in its own newest API.
	if (url.protocol === 'unix:') return new Docker({ socketPath: url.pathname, host: undefined });
	return new Docker({
		host: url.hostname,
		port: Number(url.port || 2375),
		protocol: url.protocol === 'https:' || url.port === '2376' ? 'https' : 'http'
	});
}

/** Where an engine on this machine listens; null: it is on another. */
export function socketOf(docker: Docker): string | null {
	const { socketPath } = docker.modem as { socketPath?: string };
	return socketPath ?? null;
}

export interface DockerFailure extends Error {
	statusCode?: number;
	code?: string;
	/** The engine's own answer. */
	json?: unknown;
}

export const statusOf = (error: unknown) => (error as DockerFailure | null)?.statusCode;

/** The engine's own sentence, without the library's decoration. */
export function dockerMessage(error: unknown): string {
	const { json, message } = error as DockerFailure;
	const said = json && typeof json === 'object' && 'message' in json ? json.message : null;
	return typeof said === 'string'
		? said.trim()
		: message.replace(/^\(HTTP code \d+\) .*? - /, '').trim();
}

/** Waits for a call and gives null when the engine answers with one of these statuses. */
export async function unless<T>(statuses: number[], call: Promise<T>): Promise<T | null> {
	return call.catch((error: unknown) => {
		if (statuses.includes(statusOf(error) ?? 0)) return null;
		throw asAppError(error);
	});
}

/** An engine that does not answer is something a person can mend; all else stays what it is. */
export function asAppError(error: unknown): unknown {
	const code = (error as DockerFailure | null)?.code ?? '';
	if (error instanceof AppError || statusOf(error) !== undefined) return error;
	if (!['ECONNREFUSED', 'ENOENT', 'EACCES', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code))
		return error;
	return new AppError('docker_unreachable', 503, `The Docker engine does not answer (${code})`, {
		hint:
			code === 'EACCES'
				? 'Gantry’s worker may not open the socket: add its user to the group docker.'
				: 'Start it, or set DOCKER_HOST to where it listens. Running apps are not affected.',
		cause: error
	});
}

/** Docker's filter on labels: all of them must be there. */
export const labelFilter = (labels: Record<string, string>) => ({
	label: Object.entries(labels).map(([key, value]) => `${key}=${value}`)
});
