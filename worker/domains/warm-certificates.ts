import type { World } from '../world.ts';

/**
 * Makes the first handshake with each host, so that no visitor waits for its certificate. One that
 * does not come now comes with the first visit: a failure is written down, not passed on.
 */
export async function warmCertificates(
	{ engine, report }: Pick<World, 'engine' | 'report'>,
	{ hosts, signal }: { hosts: string[]; signal: AbortSignal }
): Promise<void> {
	const visits = hosts.map(async (host) => {
		try {
			await engine.proxy.visit(host, { path: '/', signal });
		} catch (error) {
			if (!signal.aborted) report(`The certificate of ${host} was not got yet`, error);
		}
	});
	await Promise.all(visits);
}
