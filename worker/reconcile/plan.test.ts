import { expect, test } from 'vitest';
import type { NameEntry } from '#engine/names/port.ts';
import type { Container, ContainerState } from '#engine/runtime/port.ts';
import { labels } from '#engine/spec.ts';
import {
	planRepairs,
	planService,
	type Observed,
	type Wanted,
	type WantedService
} from './plan.ts';

const host = { host: 'shop.localhost', certificate: true };
const shop: WantedService = {
	id: 'shop',
	busy: false,
	state: 'live',
	entry: { hosts: [host], maintenance: null, guests: [] },
	live: { containers: ['gantry-shop-2-1'], port: 3000, files: null },
	workers: [],
	warm: null
};
const answer: NameEntry = {
	hosts: [host],
	state: 'live',
	targets: [{ address: '10.0.0.2', port: 3000 }],
	files: null,
	maintenance: null,
	guests: []
};
const panel: NameEntry = { ...answer, targets: [{ address: '127.0.0.1', port: 3000 }] };

function container(name: string, state: ContainerState = 'running', service = 'shop'): Container {
	return {
		id: name,
		name,
		labels: { [labels.installation]: 'i', [labels.service]: service },
		state,
		address: state === 'running' ? '10.0.0.2' : null,
		exitCode: null,
		outOfMemory: false,
		startedAt: null,
		finishedAt: null,
		restarts: 0
	};
}

function planned(
	wanted: WantedService,
	seen: { containers: Container[]; entry?: NameEntry; sites?: string[] }
) {
	return planService(wanted, { sites: [], ...seen });
}

const running = container('gantry-shop-2-1');
const nothing = { start: false, startWorkers: false, remove: [], stop: [], entry: null };

test('what is as wanted is left alone', () => {
	expect(planned(shop, { containers: [running], entry: answer })).toEqual(nothing);
});

test('an entry whose redirect or maintenance was lost is mended', () => {
	const redirected = { ...host, redirect: 'www.shop.localhost' };
	const wanted = {
		...shop,
		entry: { hosts: [redirected], maintenance: { message: null }, guests: [] }
	};
	const { entry } = planned(wanted, { containers: [running], entry: answer });
	expect(entry).toMatchObject(wanted.entry);
	expect(planned(wanted, { containers: [running], entry: entry ?? answer })).toEqual(nothing);
});

test('a missing or exited container of a live service is started', () => {
	for (const containers of [[], [container('gantry-shop-2-1', 'exited')]]) {
		expect(planned(shop, { containers, entry: answer })).toMatchObject({ start: true });
	}
});

test('a container that Docker is restarting keeps its name for that moment', () => {
	const containers = [container('gantry-shop-2-1', 'restarting')];
	expect(planned(shop, { containers, entry: answer })).toEqual(nothing);
});

test('a new address, a new host and a new permission each change the name', () => {
	const moved = { ...answer, targets: [{ address: '10.0.0.9', port: 3000 }] };
	const unnamed = { ...answer, hosts: [] };
	const refused = { ...answer, hosts: [{ ...host, certificate: false }] };
	for (const entry of [moved, unnamed, refused, undefined]) {
		const plan = planned(shop, { containers: [running], entry });
		expect(plan).toEqual({ ...nothing, entry: answer });
	}
});

test('containers of other releases are removed', () => {
	const old = container('gantry-shop-1-1', 'exited');
	expect(planned(shop, { containers: [old, running], entry: answer }).remove).toEqual([
		'gantry-shop-1-1'
	]);
});

test('each replica is kept, and only what runs is asked', () => {
	const wanted = {
		...shop,
		live: { containers: ['gantry-shop-2-1', 'gantry-shop-2-2'], port: 3000, files: null }
	};
	const second = { ...container('gantry-shop-2-2'), address: '10.0.0.3' };
	const both = {
		...answer,
		targets: [...answer.targets, { address: '10.0.0.3', port: 3000 }]
	};
	const plan = (containers: Container[], entry: NameEntry) =>
		planned(wanted, { containers, entry });
	expect(plan([running, second], both)).toEqual(nothing);
	const ended = container('gantry-shop-2-2', 'exited');
	expect(plan([running, ended], both)).toEqual({ ...nothing, start: true, entry: answer });
	expect(planned(shop, { containers: [running, second], entry: both })).toMatchObject({
		remove: ['gantry-shop-2-2'],
		entry: answer
	});
});

test('the release before stays warm for a while, but is asked nothing and has no workers', () => {
	const worker = container('gantry-shop-1-mail-1');
	worker.labels[labels.process] = 'mail';
	const containers = [container('gantry-shop-1-1'), worker, container('gantry-shop-0-1'), running];
	const plan = planned({ ...shop, warm: 'gantry-shop-1-' }, { containers, entry: answer });
	expect(plan).toEqual({ ...nothing, remove: ['gantry-shop-0-1', 'gantry-shop-1-mail-1'] });
});

test('a site of files needs its folder and its name, and no container', () => {
	const files = 'shop/release2';
	const site: WantedService = { ...shop, live: { containers: [], port: 80, files } };
	const entry: NameEntry = {
		hosts: [host],
		state: 'live',
		targets: [],
		files,
		maintenance: null,
		guests: []
	};
	expect(planned(site, { containers: [], entry, sites: [files] })).toEqual(nothing);
	expect(planned(site, { containers: [], entry, sites: ['shop/release1'] })).toEqual({
		...nothing,
		start: true
	});
	const fromContainer = planned(site, { containers: [running], entry: answer, sites: [files] });
	expect(fromContainer).toEqual({ ...nothing, remove: ['gantry-shop-2-1'], entry });
	expect(planned(shop, { containers: [running], entry }).entry).toEqual(answer);
	const before: NameEntry = { ...entry, filesBefore: 'shop/release1' };
	expect(planned(site, { containers: [], entry: before, sites: [files] })).toEqual(nothing);
});

test('a stopped service runs nothing and says so', () => {
	const stopped: WantedService = { ...shop, state: 'stopped' };
	expect(planned(stopped, { containers: [running], entry: answer })).toEqual({
		...nothing,
		stop: ['gantry-shop-2-1'],
		entry: {
			hosts: [host],
			state: 'stopped',
			targets: [],
			files: null,
			maintenance: null,
			guests: []
		}
	});
});

function world(change: { wanted?: Partial<Wanted>; observed?: Partial<Observed> } = {}) {
	const wanted: Wanted = {
		services: new Map([['shop', shop]]),
		leaving: new Set(['old-shop']),
		projects: new Set(['p1']),
		panel,
		...change.wanted
	};
	const observed: Observed = {
		containers: [running],
		networks: ['gantry-p1'],
		images: null,
		names: { shop: answer, panel },
		sites: [],
		...change.observed
	};
	return planRepairs(wanted, observed);
}
const calm = { services: [], containers: [], networks: [], images: [], names: [], panel: null };

test('a calm world needs no repair', () => {
	expect(world()).toEqual(calm);
});

test('what nobody owns is removed; what is being deleted is left to its job', () => {
	const image = (reference: string, service: string) => ({
		reference,
		id: reference,
		labels: { [labels.service]: service },
		exposedPort: null
	});
	expect(
		world({
			observed: {
				containers: [
					running,
					container('gantry-gone-1-1', 'running', 'gone'),
					container('gantry-old-1-1', 'running', 'old-shop')
				],
				networks: ['gantry-p1', 'gantry-p0'],
				images: [image('gantry/gone:1', 'gone'), image('gantry/shop:1', 'shop')],
				names: { shop: answer, gone: answer, 'old-shop': answer, panel }
			}
		})
	).toEqual({
		...calm,
		containers: ['gantry-gone-1-1'],
		networks: ['gantry-p0'],
		images: ['gantry/gone:1'],
		names: ['gone']
	});
});

test('a service that is being deployed is not touched', () => {
	const services = new Map([['shop', { ...shop, busy: true }]]);
	const observed = { containers: [container('gantry-shop-3-1')], names: { panel } };
	expect(world({ wanted: { services }, observed })).toEqual(calm);
});

test('a service that differs is named, and so is a panel without its name', () => {
	expect(world({ observed: { containers: [] } }).services).toEqual(['shop']);
	expect(world({ observed: { names: { shop: answer } } }).panel).toEqual(panel);
});
