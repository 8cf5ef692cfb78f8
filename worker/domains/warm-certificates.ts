import { storedCertificate } from '#caddy/stored-certificate.ts';
import { AppError } from '#engine/error.ts';
import type { Id } from '#engine/spec.ts';
import type { World } from '../world.ts';
import { beginTries } from './begin-tries.ts';
import { noteCertificates } from './note-certificates.ts';

/** Handshakes at once: an authority counts orders, and others shall have their turn. */
const atOnce = 4;
/** Milliseconds for one: with an authority that hangs, Caddy itself goes on trying. */
const patienceMs = 20_000;

/**
 * Makes the first handshake with each host, so that no visitor waits for its certificate. One that
 * does not come now comes later: a failure is written down, not passed on. Gives the reasons by host;
 * of a host for which Caddy goes on trying there is none yet.
 */
export async function warmCertificates(
	{ engine, report }: Pick<World, 'engine' | 'report'>,
	{ hosts, signal }: { hosts: string[]; signal: AbortSignal }
): Promise<Map<string, string>> {
	const refusals = new Map<string, string>();
	const waiting = hosts.values();
	const visitAll = async () => {
		for (const host of waiting) {
			const within = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
			try {
				await engine.proxy.visit(host, { path: '/', signal: within });
			} catch (error) {
				if (signal.aborted) return;
				const isRefused = error instanceof AppError && error.code === 'certificate_failed';
				if (isRefused) refusals.set(host, error.message);
				report(`The certificate of ${host} was not got yet`, error);
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, visitAll));
	return refusals;
}

/** Does so for those hosts of a service that may have a certificate and have none. Errors: names_unreachable. */
export async function warmService(
	world: World,
	{ serviceId, signal }: { serviceId: Id; signal: AbortSignal }
): Promise<void> {
	const known = (await world.engine.names.find(serviceId))?.hosts ?? [];
	const lacking: string[] = [];
	for (const { host, certificate, own } of known) {
		// The names of a wildcard get theirs one by one, when somebody comes.
		if (!certificate || own || host.startsWith('*.')) continue;
		const stored = await storedCertificate(world.paths.caddyStorage, host);
		if (!stored || stored.until <= new Date()) lacking.push(host);
	}
	const hosts = await beginTries(world, { serviceId, hosts: lacking });
	const refusals = await warmCertificates(world, { hosts, signal });
	await noteCertificates(world, { serviceId, refusals });
}

/** Asks for it: not in the caller's own job, which an authority that hangs would hold up. */
export async function askForCertificates(
	{ db, queue }: Pick<World, 'db' | 'queue'>,
	serviceId: Id
): Promise<void> {
	const options = { jobKey: `warm-certificates:${serviceId}` };
	await queue.add(db, 'warm-certificates', { serviceId }, options);
}
