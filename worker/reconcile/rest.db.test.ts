import { describe, expect, test } from 'vitest';
import { objectNames } from '#engine/spec.ts';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import { dueDomains } from '../domains/due-domains.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { LastLook } from './last-look.ts';
import { reconcile } from './reconcile.ts';
import { repairService } from './repair-service.ts';
import { CrashWatch } from './watch-crashes.ts';

const given = workerWorld();
const signal = new AbortController().signal;

/** Rounds of one worker, which answer whether they looked at everything. */
function rounds() {
	const last = new LastLook();
	const crashes = new CrashWatch();
	let mark = 0;
	const rest = { last, mark: () => Promise.resolve(mark) };
	return {
		last,
		/** Somebody writes to the database. */
		write: () => void mark++,
		async round({ images = true } = {}) {
			const plan = await reconcile(given.world(), { images, signal, crashes, rest });
			return plan !== null;
		}
	};
}

const hourAgo = () => new Date(Date.now() - 3_600_000);
function upSince(name: string, startedAt: Date): void {
	Object.assign(given.engine.runtime.containers.get(name)!, { startedAt });
}

/** A live service whose container has been up for long. */
async function settledService() {
	const ctx = await given.panel.person('admin');
	const made = await given.panel.project(ctx);
	await given.panel.deploy(made);
	await repairService(given.world(), { serviceId: made.serviceId, signal });
	const name = objectNames.container(made.serviceId, made.deploymentId);
	upSince(name, hourAgo());
	await given.world().db.service.update({
		where: { id: made.serviceId },
		data: { keepWarmSeconds: 0 }
	});
	return { ctx, ...made, name };
}

test('asks the database nothing while nobody writes and nothing changes, but goes on asking the edge', async () => {
	await settledService();
	const { round } = rounds();
	// The first one gives the panel its name, which the second one sees.
	expect([await round(), await round()]).toEqual([true, true]);
	const ensured = given.engine.proxy.ensured;
	expect([await round(), await round({ images: false })]).toEqual([false, false]);
	expect(given.engine.proxy.ensured).toBe(ensured + 2);
});

test('looks whole after somebody wrote, and after somebody said that something changed', async () => {
	const { round, write, last } = rounds();
	await round();
	write();
	expect([await round(), await round()]).toEqual([true, false]);
	last.forget();
	expect([await round(), await round()]).toEqual([true, false]);
});

test('looks whole when a container, a network, a name or a certificate changed without a write', async () => {
	const { name, projectId, serviceId } = await settledService();
	const { round } = rounds();
	const looked = async (change: () => unknown) => {
		await round();
		await round();
		expect(await round()).toBe(false);
		await change();
		return round();
	};
	expect(await looked(() => given.engine.names.remove('panel'))).toBe(true);
	expect(
		await looked(() => given.engine.runtime.removeNetwork(objectNames.network(projectId)))
	).toBe(true);
	expect(await looked(() => given.engine.runtime.exit(name, 1))).toBe(true);
	await repairService(given.world(), { serviceId, signal });
	upSince(name, hourAgo());
});

test('looks whole at images that it did not look at before', async () => {
	const { round } = rounds();
	await round({ images: false });
	expect(await round({ images: false })).toBe(false);
	expect([await round(), await round()]).toEqual([true, false]);
});

test('does not rest while a container has just begun', async () => {
	const { name } = await settledService();
	const { round } = rounds();
	upSince(name, new Date());
	expect([await round(), await round()]).toEqual([true, true]);
	upSince(name, hourAgo());
	expect([await round(), await round()]).toEqual([true, false]);
});

test('says when the next domain is due, besides those that are', async () => {
	const { ctx, serviceId } = await settledService();
	const { db } = given.world();
	expect(await dueDomains(db)).toEqual({ services: [], nextIn: Infinity });
	await addDomain(ctx, { serviceId, host: 'new.nowhere.invalid' });
	expect(await dueDomains(db)).toEqual({ services: [serviceId], nextIn: Infinity });
	await addDomain(ctx, { serviceId, host: 'later.nowhere.invalid' });
	await db.domain.update({
		where: { host: 'later.nowhere.invalid' },
		data: { checkAgainAt: new Date(Date.now() + 3_600_000) }
	});
	const { services, nextIn } = await dueDomains(db);
	expect(services).toEqual([serviceId]);
	expect(nextIn).toBeGreaterThan(3_000_000);
	expect(nextIn).toBeLessThanOrEqual(3_600_000);
});

describe('the last look', () => {
	const ground = {
		mark: 1,
		observed: { containers: [], networks: [], images: null, names: {}, sites: [] },
		certificateFiles: []
	};
	const images = true;

	test('holds until something is due', () => {
		const last = new LastLook();
		last.begin()({ ground, hadImages: true, until: Infinity });
		expect(last.holds(ground, { images })).toBe(true);
		last.begin()({ ground, hadImages: true, until: performance.now() });
		expect(last.holds(ground, { images })).toBe(false);
	});

	test('is none that began before somebody told of a change', () => {
		const last = new LastLook();
		const keep = last.begin();
		last.forget();
		keep({ ground, hadImages: true, until: Infinity });
		expect(last.holds(ground, { images })).toBe(false);
	});
});
