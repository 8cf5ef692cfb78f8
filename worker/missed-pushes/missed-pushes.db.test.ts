import { expect, test } from 'vitest';
import { newId } from '#lib/server/db/id.ts';
import { notify } from '#lib/server/notify.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { findMissedPush, findMissedPushes } from './find-missed.ts';

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

test('a look that finds what the one before found is told only to who asked for it', async () => {
	const serviceId = await heard();
	engine.checkout.head = sha('a');
	const { db, events } = world();
	const looked = async () =>
		Number((await db.service.findUniqueOrThrow({ where: { id: serviceId } })).headCheckedAt);
	/** How often the service was told of while `look` went on. */
	const toldBy = async (look: () => Promise<unknown>) => {
		const last = newId();
		let told = 0;
		const { promise, resolve } = Promise.withResolvers<void>();
		const end = events.subscribe((event) => {
			if (event.kind === 'service' && event.serviceId === serviceId) told++;
			if (event.kind === 'project' && event.projectId === last) resolve();
		});
		await look();
		await notify(db, { kind: 'project', projectId: last });
		await promise;
		end();
		return told;
	};
	const round = () => findMissedPushes(world(), signal);
	// What was told of making it comes first.
	await toldBy(async () => {});
	expect(await toldBy(round)).toBe(1);
	const first = await looked();
	expect(await toldBy(round)).toBe(0);
	expect(await looked()).toBeGreaterThanOrEqual(first);
	expect(await toldBy(() => findMissedPush(world(), { serviceId, signal }))).toBe(1);
});
