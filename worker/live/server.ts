import { chmod, chown, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { AppError } from '#engine/error.ts';
import type { Live } from '#lib/server/live/port.ts';

const url = z.string().min(1).max(2048);
const text = z.string().max(4096).nullish();
const inputs = {
	inspect: z.object({
		url,
		branch: z.string().max(255).optional(),
		rootDirectory: z.string().max(1024).optional(),
		build: z
			.object({
				dockerfilePath: text,
				installCommand: text,
				buildCommand: text,
				startCommand: text,
				outputDirectory: text
			})
			.optional()
	}),
	'resolve-commit': z.object({
		url,
		branch: z.string().min(1).max(255),
		commit: z.string().max(64).optional()
	}),
	replicas: z.object({ serviceId: z.string().min(1).max(64) }),
	containers: z.object({ serviceId: z.string().min(1).max(64) }),
	'volume-sizes': z.object({ serviceId: z.string().min(1).max(64) }),
	'check-host': z.object({ host: z.string().min(1).max(253) }),
	'test-channel': z.object({ channelId: z.string().min(1).max(64) }),
	health: z.object({})
};

const bodyLimit = 64 * 1024;

export interface LiveServerOptions {
	socketPath: string;
	live: Live;
	/** Group that may connect besides root: the panel's; null: the worker's own user only. */
	group: number | null;
	/** Records an unexpected failure and returns the id under which it can be found. */
	report: (error: unknown) => string;
	/** Takes connections that want to be more than one answer; without it they are refused. */
	upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** Serves `Live` on a unix socket: each call one POST, each answer or AppError one JSON body. */
export async function startLiveServer(options: LiveServerOptions) {
	const { socketPath, live, group, report, upgrade } = options;
	const calls: Record<string, (body: unknown, signal: AbortSignal) => Promise<unknown>> = {
		'/inspect': (body, signal) => live.inspect(inputs.inspect.parse(body), { signal }),
		'/resolve-commit': (body, signal) =>
			live.resolveCommit(inputs['resolve-commit'].parse(body), { signal }),
		'/check-host': (body, signal) => live.checkHost(inputs['check-host'].parse(body), { signal }),
		'/clean-up': (_body, signal) => live.cleanUp({ signal }),
		'/volume-sizes': (body, signal) =>
			live.volumeSizes(inputs['volume-sizes'].parse(body), { signal }),
		'/build-reach': (_body, signal) => live.buildReach({ signal }),
		'/usage': (_body, signal) => live.usage({ signal }),
		'/replicas': (body, signal) => live.replicas(inputs.replicas.parse(body), { signal }),
		'/containers': (body, signal) => live.containers(inputs.containers.parse(body), { signal }),
		'/test-channel': (body, signal) =>
			live.testChannel(inputs['test-channel'].parse(body), { signal }),
		'/health': (_body, signal) => live.health({ signal }),
		// That it is answered says all.
		'/life': async () => ({})
	};

	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		const gone = new AbortController();
		response.on('close', () => gone.abort(new Error('The caller went away.')));
		try {
			const call = calls[request.url ?? ''];
			if (!call) throw new AppError('not_found', 404, 'The worker has no such call.');
			const body = request.method === 'GET' ? {} : await readJson(request);
			send(response, 200, await call(body, gone.signal));
		} catch (cause) {
			const error = cause instanceof AppError ? cause : unexpected(cause, report);
			const { code, status, message, hint, field } = error;
			send(response, status, { error: { code, status, message, hint, field } });
		}
	};

	const server = createServer((request, response) => void answer(request, response));
	if (upgrade) server.on('upgrade', upgrade);
	// A socket file outlives a killed worker; this worker is the only one of its data directory.
	await rm(socketPath, { force: true });
	const umask = process.umask(0o117);
	try {
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(socketPath, resolve);
		});
	} finally {
		process.umask(umask);
	}
	if (group !== null) await chown(socketPath, -1, group);
	await chmod(socketPath, 0o660);
	return {
		async close() {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
		}
	};
}

async function readJson(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > bodyLimit) throw new AppError('too_large', 413, 'The request is too large.');
		chunks.push(chunk);
	}
	return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function send(response: ServerResponse, status: number, body: unknown): void {
	if (response.destroyed) return;
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}

function unexpected(cause: unknown, report: LiveServerOptions['report']): AppError {
	if (cause instanceof z.ZodError || cause instanceof SyntaxError) {
		return new AppError('invalid', 422, 'The worker does not understand this request.', { cause });
	}
	return new AppError('unexpected', 500, 'Something went wrong in the worker.', {
		hint: `Look for ${report(cause)} in the worker's log.`,
		cause
	});
}
