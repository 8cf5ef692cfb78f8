import { createHash } from 'node:crypto';
import { AppError } from '#engine/error.ts';
import type { Id } from '#engine/spec.ts';
import {
	heardServices,
	isKnownCommit,
	noteHead,
	takeMissedPush,
	watchedService,
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
		const look = { service, signal, isAsked: false };
		const deploymentId = await lookAndNote(world, look).catch((error: unknown) => {
			console.log(`${service.serviceId}: its branch could not be looked at: ${String(error)}`);
			return null;
		});
		if (deploymentId) made.push(deploymentId);
	}
	return made;
}

/** Does so for one service, because a person asked. What the Git host says stands at the service then. */
export async function findMissedPush(
	world: World,
	{ serviceId, signal }: { serviceId: Id; signal: AbortSignal }
): Promise<void> {
	const service = await watchedService(world.db, serviceId);
	if (!service) return;
	await lookAndNote(world, { service, signal, isAsked: true }).catch((error: unknown) => {
		signal.throwIfAborted();
		if (!(error instanceof AppError)) throw error;
	});
}

interface Look {
	service: HeardService;
	signal: AbortSignal;
	isAsked: boolean;
}

async function lookAndNote(world: World, look: Look): Promise<Id | null> {
	const { isAsked, service } = look;
	const { serviceId } = service;
	try {
		const { words, deploymentId } = await lookAt(world, look);
		await noteHead(world.db, { serviceId, words, isAsked });
		return deploymentId;
	} catch (error) {
		if (!look.signal.aborted && error instanceof AppError) {
			await noteHead(world.db, { serviceId, words: `${error.message}.`, isAsked });
		}
		throw error;
	}
}

async function lookAt(
	world: World,
	{ service, signal }: Pick<Look, 'service' | 'signal'>
): Promise<{ words: string; deploymentId: Id | null }> {
	const { db, engine } = world;
	const { serviceId, gitUrl: url, branch, rootDirectory } = service;
	const within = (ms: number) => ({ signal: AbortSignal.any([signal, AbortSignal.timeout(ms)]) });
	const { sha } = await engine.checkout.resolve({ url, branch }, within(askMs));
	const head = `${branch} is at ${sha.slice(0, 7)}`;
	if (await isKnownCommit(db, { serviceId, sha })) {
		return { words: `${head}, which was told of: nothing was missed.`, deploymentId: null };
	}
	// A cache of its own: the service's may be in a deployment's hands.
	const cache = `inspect${createHash('sha256').update(`missed ${serviceId}`).digest('hex').slice(0, 24)}`;
	try {
		const source = { url, branch, commit: sha };
		const commit = await engine.checkout.fetch(cache, source, rootDirectory, within(fetchMs));
		const found = { ...commit, serviceId, branch };
		const { deploymentId } = await takeMissedPush(world, found);
		return { words: `${head}, which no delivery had told of.`, deploymentId };
	} finally {
		await engine.checkout.remove(cache);
	}
}
