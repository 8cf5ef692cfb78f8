import { storedCertificates } from '#engine/names/stored-certificates.ts';
import type { Id } from '#engine/spec.ts';
import type { World } from '../world.ts';
import { noteCertificates } from './note-certificates.ts';

/** Handshakes at once: an authority counts orders, and others shall have their turn. */
const atOnce = 4;
/** Milliseconds for one: with an authority that hangs, Caddy itself goes on trying. */
const patienceMs = 20_000;

/**
 * Makes the first handshake with each host, so that no visitor waits for its certificate. One that
 * does not come now comes later: a failure is written down, not passed on.
 */
export async function warmCertificates(
	{ engine, report }: Pick<World, 'engine' | 'report'>,
	{ hosts, signal }: { hosts: string[]; signal: AbortSignal }
): Promise<void> {
	const waiting = hosts.values();
	const visitAll = async () => {
		for (const host of waiting) {
			const within = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
			try {
				await engine.proxy.visit(host, { path: '/', signal: within });
			} catch (error) {
				if (signal.aborted) return;
				report(`The certificate of ${host} was not got yet`, error);
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, visitAll));
}

/** Does so for those hosts of a service that may have a certificate and have none. Errors: names_unreachable. */
export async function warmService(
	world: World,
	{ serviceId, signal }: { serviceId: Id; signal: AbortSignal }
): Promise<void> {
	const hasCertificate = storedCertificates(world.paths.caddyStorage);
	const known = (await world.engine.names.find(serviceId))?.hosts ?? [];
	const lacking: string[] = [];
	for (const { host, certificate } of known) {
		if (certificate && !(await hasCertificate(host))) lacking.push(host);
	}
	await warmCertificates(world, { hosts: lacking, signal });
	await noteCertificates(world, serviceId);
}

/** Asks for it: not in the caller's own job, which an authority that hangs would hold up. */
export async function askForCertificates(
	{ db, queue }: Pick<World, 'db' | 'queue'>,
	serviceId: Id
): Promise<void> {
	const options = { jobKey: `warm-certificates:${serviceId}` };
	await queue.add(db, 'warm-certificates', { serviceId }, options);
}
