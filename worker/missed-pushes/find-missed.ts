import { createHash } from 'node:crypto';
import type { Id } from '#engine/spec.ts';
import {
	heardServices,
	isKnownCommit,
	takeMissedPush,
	type HeardService
} from '#lib/server/webhooks/take-missed-push.ts';
import type { World } from '../world.ts';

const askMs = 30_000;
const fetchMs = 120_000;

/**
 * Compares the branches of services with what deliveries told of them, and deploys what was pushed while
 * nobody listened. A Git host that does not answer is asked again next time. Answers the deployments.
 */
export async function findMissedPushes(world: World, signal: AbortSignal): Promise<Id[]> {
	const made: Id[] = [];
	for (const service of await heardServices(world.db)) {
		if (signal.aborted) break;
		const deploymentId = await lookAt(world, { service, signal }).catch((error: unknown) => {
			console.log(`${service.serviceId}: its branch could not be looked at: ${String(error)}`);
			return null;
		});
		if (deploymentId) made.push(deploymentId);
	}
	return made;
}

async function lookAt(
	world: World,
	{ service, signal }: { service: HeardService; signal: AbortSignal }
): Promise<Id | null> {
	const { db, engine } = world;
	const { serviceId, gitUrl: url, branch, rootDirectory } = service;
	const within = (ms: number) => ({ signal: AbortSignal.any([signal, AbortSignal.timeout(ms)]) });
	const { sha } = await engine.checkout.resolve({ url, branch }, within(askMs));
	if (await isKnownCommit(db, { serviceId, sha })) return null;
	// A cache of its own: the service's may be in a deployment's hands.
	const cache = `inspect${createHash('sha256').update(`missed ${serviceId}`).digest('hex').slice(0, 24)}`;
	try {
		const source = { url, branch, commit: sha };
		const commit = await engine.checkout.fetch(cache, source, rootDirectory, within(fetchMs));
		const found = { ...commit, serviceId, branch };
		return (await takeMissedPush(world, found)).deploymentId;
	} finally {
		await engine.checkout.remove(cache);
	}
}
