import type { Agent } from 'node:http';
import { askLocally, type LocalPlace } from '#engine/local-http.ts';
import { adminHost } from './config.ts';

/** Caddy said no. `status` 400: it does not understand the configuration. */
export class CaddyRefusal extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.name = 'CaddyRefusal';
		this.status = status;
	}
}

export interface AdminCall {
	signal?: AbortSignal;
}

export interface ConfigReading {
	config: unknown;
	/** Given back as `ifMatch`, a change is refused with status 412 when another came between. */
	etag: string | null;
}

const callDeadline = 10_000;

/**
 * Client of Caddy's admin API on a unix socket. Every call is a connection of its own, so that none is
 * kept by a configuration that has gone; `agent` is for who asks often and may be refused now and then.
 * Errors: CaddyRefusal, or the socket's own.
 */
export class CaddyAdmin {
	readonly #place: LocalPlace;

	constructor(socketPath: string, { agent }: { agent?: Agent } = {}) {
		this.#place = { socketPath, agent };
	}

	/** `path` like `/apps/http`; the whole configuration unless told. */
	async read(path = '/', { signal }: AdminCall = {}): Promise<ConfigReading> {
		const { body, etag } = await this.#call('GET', `/config${path}`, { signal });
		return { config: body === '' ? null : JSON.parse(body), etag };
	}

	/** Replaces the whole configuration. Caddy keeps the old one when it refuses. */
	async load(config: unknown, { signal }: AdminCall = {}): Promise<void> {
		await this.#call('POST', '/load', { signal, config });
	}

	/** Replaces one existing part. */
	async patch(
		path: string,
		config: unknown,
		{ signal, ifMatch }: AdminCall & { ifMatch?: string } = {}
	): Promise<void> {
		await this.#call('PATCH', `/config${path}`, { signal, config, ifMatch });
	}

	async #call(
		method: 'GET' | 'POST' | 'PATCH',
		path: string,
		options: AdminCall & { config?: unknown; ifMatch?: string }
	): Promise<{ body: string; etag: string | null }> {
		const deadline = AbortSignal.timeout(callDeadline);
		const { status, body, headers } = await askLocally(this.#place, {
			method,
			path,
			json: options.config,
			headers: {
				host: adminHost,
				...(options.ifMatch !== undefined && { 'if-match': options.ifMatch })
			},
			signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
		});
		if (status >= 400) throw new CaddyRefusal(status, reasonIn(body));
		const { etag } = headers;
		return { body, etag: typeof etag === 'string' ? etag : null };
	}
}

function reasonIn(body: string): string {
	try {
		const { error } = JSON.parse(body) as { error?: unknown };
		return typeof error === 'string' ? error : body;
	} catch {
		return body;
	}
}
