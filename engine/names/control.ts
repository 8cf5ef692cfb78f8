import { createServer, type IncomingMessage, type Server } from 'node:http';
import { z } from 'zod';
import { AppError } from '../error.ts';
import { nameChange, nameSnapshot, serviceId } from './entry.ts';
import type { ReachProofs } from './reach.ts';
import type { NameStore } from './store.ts';

const largestBody = 32 * 1024 * 1024;

interface ControlOptions {
	store: NameStore;
	proofs: ReachProofs;
	/** Told of each host that may have a certificate from now on. */
	onAllowed: (host: string) => void;
}

/**
 * The control API, JSON over HTTP on a unix socket: GET /health, POST /reach, GET and PUT /names, GET, PATCH and DELETE
 * /names/<service>. A change is answered only when memory and file have it. GET /life is answered by the end of the
 * process.
 */
export function controlServer(options: ControlOptions): Server {
	return createServer((request, response) => {
		if (request.url === '/life') return response.writeHead(200).flushHeaders();
		const send = (status: number, body: unknown) =>
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		answer(request, options).then(
			(body) => send(200, body),
			(error: unknown) => {
				const known = asAppError(error);
				send(known.status, {
					error: { code: known.code, message: known.message, hint: known.hint }
				});
			}
		);
	});
}

async function answer(request: IncomingMessage, { store, proofs, onAllowed }: ControlOptions) {
	const [, room, id, ...rest] = (request.url ?? '/').split('/');
	const call = `${request.method} ${room}${id === undefined ? '' : '/:service'}`;
	if (rest.length > 0) throw unknownCall(call);
	switch (call) {
		case 'GET health':
			return { names: store.table.size };
		case 'POST reach':
			return proofs.make();
		case 'GET names':
			return store.table.snapshot();
		case 'GET names/:service':
			return { entry: store.table.entry(serviceId.parse(id)) ?? null };
		case 'PUT names': {
			await store.replace(nameSnapshot.parse(await readJson(request)));
			return {};
		}
		case 'PATCH names/:service': {
			const change = nameChange.parse(await readJson(request));
			const allowed = (change.hosts ?? []).filter(
				({ host, certificate }) => certificate && !store.table.resolve(host).certificate
			);
			await store.change([{ service: serviceId.parse(id), change }]);
			for (const { host } of allowed) onAllowed(host);
			return {};
		}
		case 'DELETE names/:service': {
			await store.change([{ service: serviceId.parse(id), change: null }]);
			return {};
		}
		default:
			throw unknownCall(call);
	}
}

async function readJson(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		size += (chunk as Buffer).length;
		if (size > largestBody) throw new AppError('names_too_large', 413, 'Too many names at once.');
		chunks.push(chunk as Buffer);
	}
	try {
		return JSON.parse(Buffer.concat(chunks).toString('utf8'));
	} catch (cause) {
		throw new AppError('names_invalid', 400, 'The names are not valid JSON.', { cause });
	}
}

function unknownCall(call: string): AppError {
	return new AppError('names_unknown_call', 404, `The names process knows no call "${call}".`);
}

function asAppError(error: unknown): AppError {
	if (error instanceof AppError) return error;
	if (error instanceof z.ZodError) {
		return new AppError('names_invalid', 422, `The names are not valid: ${z.prettifyError(error)}`);
	}
	const reason = error instanceof Error ? error.message : String(error);
	return new AppError('names_not_saved', 507, `The names could not be saved: ${reason}`, {
		hint: 'Check the free space and the rights of the data directory.'
	});
}
