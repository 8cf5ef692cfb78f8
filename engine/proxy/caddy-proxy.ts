import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { CaddyAdmin, CaddyRefusal } from '#caddy/admin.ts';
import { caddyVersion } from '#caddy/binary.ts';
import { edgeConfig } from '#caddy/config.ts';
import { caddyLevels } from '#caddy/level.ts';
import type { EdgeSettings } from '#caddy/settings.ts';
import { AppError } from '../error.ts';
import { within } from '../within.ts';
import type { Proxy } from './port.ts';
import { visitFiles } from './visit-files.ts';
import { visitThroughEdge } from './visit.ts';

interface CaddyProxyOptions {
	/**
	 * Read anew for every call: ports and base domain may have changed. `asBefore`: what people choose has not,
	 * since the last one.
	 */
	settings: (options: { asBefore: boolean }) => Promise<EdgeSettings>;
	/** Path or name of the Caddy program, asked for its version only. */
	binary: string;
}

const ensureDeadline = 30_000;
const anew = { asBefore: false };
const tryAgainAfter = 20;

/**
 * The edge through Caddy's admin API. Errors: edge_unreachable (it does not answer in time),
 * edge_refused (it does not take the configuration), certificate_failed.
 */
export function caddyProxy({ settings, binary }: CaddyProxyOptions): Proxy {
	return {
		async ensure({ signal, asBefore = false }) {
			const wanted = await settings({ asBefore });
			const admin = new CaddyAdmin(wanted.adminSocket);
			return within(ensureDeadline, signal, (limit) =>
				untilAnswered(limit, () => ensureConfig(admin, wanted, limit))
			);
		},
		async visit(host, { path, signal }) {
			return visitThroughEdge(await settings(anew), { host, path, signal });
		},
		async visitFiles(folder, options) {
			return visitFiles(await settings(anew), folder, options);
		},
		async version({ signal }) {
			const admin = new CaddyAdmin((await settings(anew)).adminSocket);
			await admin.read('/admin', { signal }).catch((cause) => {
				throw asAppError(cause);
			});
			return caddyVersion(binary, { signal }).catch(() => 'unknown');
		}
	};
}

/** The configuration is small: it is read and compared whole, which no hash of another version can fool. */
async function ensureConfig(admin: CaddyAdmin, settings: EdgeSettings, signal: AbortSignal) {
	const { config } = await admin.read('/', { signal });
	const wanted = caddyLevels.toReversed().map((level) => edgeConfig(settings, level));
	if (wanted.some((each) => isDeepStrictEqual(config, each))) return { changed: false };
	await loadFirstAccepted(admin, wanted, signal);
	return { changed: true };
}

/** Which level runs is found by what it accepts: a refused configuration changes nothing. */
async function loadFirstAccepted(admin: CaddyAdmin, wanted: unknown[], signal: AbortSignal) {
	let refusal: unknown;
	for (const config of wanted) {
		try {
			return await admin.load(config, { signal });
		} catch (error) {
			if (!(error instanceof CaddyRefusal) || error.status !== 400) throw error;
			refusal = error;
		}
	}
	throw refusal;
}

/** Tries again while Caddy is starting, or listens to strangers only until the watchdog restarts it. */
async function untilAnswered<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
	for (;;) {
		try {
			return await call();
		} catch (cause) {
			const final = cause instanceof CaddyRefusal && cause.status !== 403;
			if (final || signal.aborted) throw asAppError(cause);
			await delay(tryAgainAfter);
		}
	}
}

function asAppError(cause: unknown): AppError {
	if (cause instanceof CaddyRefusal) {
		return new AppError('edge_refused', 502, `Caddy did not take the settings: ${cause.message}`, {
			hint: 'Check the base domain and the GANTRY_ACME settings; `gantry doctor` shows which Caddy runs.',
			cause
		});
	}
	return new AppError('edge_unreachable', 503, 'The edge (Caddy) does not answer.', {
		hint: 'It is restarted by itself; if this stays, see logs/gantry/edge.log and caddy.log in the data directory.',
		cause
	});
}
