import { expect, test } from 'vitest';
import { newId } from '#lib/server/db/id.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { findMissedPushes } from './find-missed.ts';

const { panel, engine, world } = workerWorld();
const signal = AbortSignal.timeout(20_000);
const sha = (letter: string) => letter.repeat(40);

/** A service that deliveries came for, live at the commit "a…". */
async function heard(change: Parameters<typeof panel.project>[1] = {}) {
	const made = await panel.project(await panel.person('admin'), change);
	await panel.deploy(made);
	const { serviceId } = made;
	await panel.db.webhookDelivery.create({
		data: {
			...{ id: newId(), serviceId, event: 'push', decision: 'deployed', reason: '' },
			commitSha: sha('a')
		}
	});
	return serviceId;
}

const latest = (serviceId: string) =>
	panel.db.deployment.findFirstOrThrow({ where: { serviceId }, orderBy: { number: 'desc' } });

test('a head that no delivery told of is deployed once, and written down with its reason', async () => {
	const serviceId = await heard();
	engine.checkout.head = sha('a');
	expect(await findMissedPushes(world(), signal)).toEqual([]);
	engine.checkout.head = sha('b');
	const [deploymentId] = await findMissedPushes(world(), signal);
	expect(await latest(serviceId)).toMatchObject({
		...{ id: deploymentId, trigger: 'push', commitSha: sha('b'), commitMessage: 'A change' },
		actorId: null
	});
	const where = { serviceId, commitSha: sha('b') };
	expect(await panel.db.webhookDelivery.findFirst({ where })).toMatchObject({
		decision: 'deployed',
		reason: 'Deploys commit bbbbbbb, found at the Git host: no delivery had told of it.',
		deploymentId
	});
	expect(await findMissedPushes(world(), signal)).toEqual([]);
	expect([...engine.checkout.cached]).toEqual([]);
	await panel.db.service.update({ where: { id: serviceId }, data: { autoDeploy: false } });
});

test('services that nobody delivers to, or that do not deploy on a push, are not asked about', async () => {
	await panel.project(await panel.person('admin'));
	await heard({ autoDeploy: false });
	engine.checkout.head = sha('c');
	expect(await findMissedPushes(world(), signal)).toEqual([]);
});

test('a commit that says [skip deploy] is written down as ignored', async () => {
	const serviceId = await heard();
	const { fetch } = engine.checkout;
	engine.checkout.head = sha('d');
	engine.checkout.fetch = async (...given) => ({
		...(await fetch(...given)),
		message: 'Words only [skip deploy]'
	});
	expect(await findMissedPushes(world(), signal)).toEqual([]);
	engine.checkout.fetch = fetch;
	const where = { serviceId, commitSha: sha('d') };
	expect(await panel.db.webhookDelivery.findFirst({ where })).toMatchObject({
		decision: 'ignored',
		reason: 'The commit message says [skip deploy].'
	});
});
