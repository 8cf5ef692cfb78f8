import { describe, expect, test } from 'vitest';
import type { StoredImage } from '#engine/storage/port.ts';
import type { Container } from '#engine/runtime/port.ts';
import { labels } from '#engine/spec.ts';
import { defaultLimits } from '#lib/rules/clean-up.ts';
import { cacheBudget, planCleanUp, type Found, type Owned, type OwnedService } from './plan.ts';

const nothing: Found = {
	containers: [],
	images: [],
	buildCache: [],
	networks: [],
	sites: [],
	mirrors: [],
	logs: [],
	disk: { freeBytes: 50, totalBytes: 100 }
};

const shop = (change: Partial<OwnedService> = {}): OwnedService => ({
	name: 'shop',
	isBusy: false,
	liveDeployment: 'live',
	images: new Set(['gantry/shop:live', 'sha256:live']),
	idleDays: 3,
	...change
});

const owned = (service = shop()): Owned => ({
	services: new Map([['shop', service]]),
	leaving: new Set(['leaving']),
	projects: new Set(['p']),
	logged: new Set(['logged'])
});

const image = (reference: string, change: Partial<StoredImage> = {}): StoredImage => ({
	reference,
	id: `sha256:${reference.split(':')[1]}`,
	isDangling: false,
	labels: { [labels.service]: 'shop' },
	bytes: 100,
	isUsed: false,
	...change
});

const container = (name: string, state: Container['state'], own: Record<string, string>) =>
	({ name, state, labels: own }) as Container;

const plan = (found: Partial<Found>, service = shop(), limits = defaultLimits) =>
	planCleanUp(limits, owned(service), { ...nothing, ...found });
const names = (found: Partial<Found>, service = shop()) =>
	plan(found, service).items.map(({ name }) => name);

describe('images', () => {
	test('goes what is not among the kept ones', () => {
		const images = [image('gantry/shop:live'), image('gantry/shop:old')];
		expect(plan({ images }).items).toEqual([
			{
				kind: 'images',
				name: 'gantry/shop:old',
				why: 'Not among the last 5 releases of shop.',
				bytes: 100
			}
		]);
	});

	test('while a deployment waits or runs, all of its service stay', () => {
		const images = [image('gantry/shop:old'), image('sha256:x', { isDangling: true })];
		expect(names({ images }, shop({ isBusy: true }))).toEqual([]);
	});

	test('one without a name goes, unless a container or a kept release has it', () => {
		const images = [
			image('sha256:a', { isDangling: true, id: 'sha256:a' }),
			image('sha256:b', { isDangling: true, id: 'sha256:b', isUsed: true }),
			image('sha256:live', { isDangling: true, id: 'sha256:live' })
		];
		expect(names({ images })).toEqual(['sha256:a']);
	});

	test('bytes are freed with the last name of an image, and counted once', () => {
		const twice = [
			image('gantry/shop:old', { id: 'sha256:one' }),
			image('gantry/shop:older', { id: 'sha256:one' })
		];
		expect(plan({ images: twice }).items.map(({ bytes }) => bytes)).toEqual([100, 0]);
		const shared = [
			image('gantry/shop:live', { id: 'sha256:one' }),
			image('gantry/shop:old', { id: 'sha256:one' })
		];
		expect(plan({ images: shared }).items.map(({ bytes }) => bytes)).toEqual([0]);
	});

	test('what names no service, or one that is being deleted, is not touched', () => {
		const images = [
			image('foreign:latest', { labels: {} }),
			image('gantry/leaving:old', { labels: { [labels.service]: 'leaving' } })
		];
		expect(names({ images })).toEqual([]);
	});

	test('of a service that is gone all go', () => {
		const gone = { labels: { [labels.service]: 'gone' } };
		expect(names({ images: [image('gantry/gone:one', gone)] })).toEqual(['gantry/gone:one']);
	});
});

describe('containers', () => {
	const of = (deployment: string, service = 'shop') => ({
		[labels.service]: service,
		[labels.deployment]: deployment
	});

	test('stopped ones of other versions go; the live one and running ones stay', () => {
		const containers = [
			container('live', 'exited', of('live')),
			container('left', 'exited', of('old')),
			container('made', 'created', of('older')),
			container('warm', 'running', of('old')),
			container('gone', 'dead', of('x', 'gone')),
			container('foreign', 'exited', {})
		];
		expect(names({ containers })).toEqual(['left', 'made', 'gone']);
	});

	test('while a deployment runs they may be its work', () => {
		expect(
			names({ containers: [container('left', 'created', of('new'))] }, shop({ isBusy: true }))
		).toEqual([]);
	});
});

describe('the build cache', () => {
	const gigabytes = (count: number) =>
		Array.from({ length: count }, () => ({ bytes: 2 ** 30, isHeld: false, lastUsedAt: null }));

	test('goes as far as it is over its budget; what is held does not count', () => {
		const held = { bytes: 5 * 2 ** 30, isHeld: true, lastUsedAt: null };
		const { items, cacheBytes } = plan({ buildCache: [...gigabytes(12), held] });
		expect(items).toMatchObject([{ kind: 'cache', bytes: 2 * 2 ** 30 }]);
		expect(cacheBytes).toBe(12 * 2 ** 30);
		expect(names({ buildCache: gigabytes(10) })).toEqual([]);
	});

	test('keeps less of it the fuller the disk', () => {
		expect([0.5, 0.14, 0.05].map((share) => cacheBudget(1000, share))).toEqual([1000, 250, 0]);
	});
});

test('files of sites go with their releases, but not while they are read', () => {
	const reference = 'gantry/shop:deploy_aaaaaaaa';
	const site = (name: string, isServed = false) => ({
		...{ id: 'shop', path: `shop/${name}`, bytes: 3, isServed }
	});
	const sites = [site('aaaaaaaa'), site('bbbbbbbb'), site('cccccccc', true)];
	expect(names({ sites }, shop({ images: new Set([reference]) }))).toEqual(['shop/bbbbbbbb']);
});

test('networks without a project go', () => {
	expect(names({ networks: ['gantry-p', 'gantry-gone'] })).toEqual(['gantry-gone']);
});

describe('Git caches', () => {
	const mirrors = ['shop', 'leaving', 'gone'].map((id) => ({ id, path: `/git/${id}`, bytes: 7 }));

	test('go when their service is gone, or was not deployed for a month', () => {
		expect(names({ mirrors })).toEqual(['gone']);
		expect(names({ mirrors }, shop({ idleDays: 40 }))).toEqual(['shop', 'gone']);
		expect(names({ mirrors }, shop({ idleDays: 40, isBusy: true }))).toEqual(['gone']);
	});

	test('go sooner when the disk is nearly full', () => {
		expect(names({ mirrors, disk: { freeBytes: 10, totalBytes: 100 } })).toEqual(['shop', 'gone']);
	});
});

test('old logs go, but for those of what is live or under way', () => {
	const logs = ['old', 'logged'].map((id) => ({ id, path: `/logs/${id}.log`, bytes: 9 }));
	expect(names({ logs })).toEqual(['/logs/old.log']);
});

test('says when the disk is low, and knows nothing of an engine elsewhere', () => {
	expect(plan({ disk: { freeBytes: 14, totalBytes: 100 } }).isDiskLow).toBe(true);
	expect(plan({ disk: null }).isDiskLow).toBe(false);
});
