import { gzipSync } from 'node:zlib';
import type { Ids } from '../auth/matrix/operation.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import type { TestWorld } from './world.ts';

/** A value that no answer may hold: it stands in each thing that is sealed. */
export const canary = 'canary-sealed-value-7391';

/** One of everything that a person can have, with its first release live. */
export async function makeBelongings(world: TestWorld, ctx: Context): Promise<Ids> {
	const variables = [{ key: 'CANARY', value: canary, isSecret: true }];
	const made = await world.project(ctx, { variables });
	const { releaseId } = await world.deploy(made);
	const { projectId, serviceId, deploymentId } = made;
	const { name: appName } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
	const ids = { projectId, serviceId, deploymentId, releaseId, appName };
	return { ...ids, ...(await attachAll(world, ctx, ids)) };
}

async function attachAll(
	{ db, vault }: TestWorld,
	{ actor }: Context,
	{ projectId, serviceId }: { projectId: string; serviceId: string }
) {
	const [domainId, volumeId, processId] = [newId(), newId(), newId()];
	const [tokenId, channelId, deliveryId] = [newId(), newId(), newId()];
	await db.domain.create({ data: { id: domainId, serviceId, host: `${domainId}.test` } });
	await db.ownCertificate.create({
		data: {
			...{ id: newId(), domainId, chain: 'x', keyCipher: vault.seal(canary) },
			...{ until: new Date('2031-01-01'), issuer: 'Test' }
		}
	});
	await db.domainPath.create({ data: { id: newId(), domainId, path: '/api', serviceId } });
	await db.guest.create({ data: { id: newId(), serviceId, name: 'ada', passwordHash: canary } });
	await db.volume.create({ data: { id: volumeId, serviceId, name: 'data', path: '/data' } });
	await db.process.create({
		data: {
			...{ id: processId, serviceId, name: 'job', kind: 'cron', command: 'x' },
			schedule: '0 3 * * *'
		}
	});
	await db.token.create({
		data: { id: tokenId, userId: actor.userId ?? '', name: 't', hash: newId(), prefix: 'g' }
	});
	const secretCipher = vault.seal(JSON.stringify({ url: `https://x.test/${canary}` }));
	await db.channel.create({
		data: {
			...{ id: channelId, projectId, name: 'team', kind: 'slack', secretCipher },
			...{ occasions: ['crash-loop'], settings: { host: 'x.test' } }
		}
	});
	const body = JSON.stringify({ hook: { config: { secret: canary } } });
	await db.webhookDelivery.create({
		data: {
			...{ id: deliveryId, serviceId, event: 'ping', decision: 'ignored', reason: 'x' },
			payload: new Uint8Array(gzipSync(body))
		}
	});
	return { domainId, volumeId, processId, tokenId, channelId, deliveryId };
}
