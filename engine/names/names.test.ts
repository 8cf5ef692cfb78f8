import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { namesClient } from './client.ts';
import { FakeNames } from './fake.ts';
import type { NameEntry, Names } from './port.ts';
import { startedNames } from './testing/started-names.ts';

const entry: NameEntry = {
	hosts: [{ host: 'shop.test', certificate: true }],
	state: 'live',
	targets: [{ address: '10.0.0.1', port: 3000 }]
};

/** What every Names must do. */
function namesContract(
	make: () =>
		| { names: Names; stop: () => Promise<void> }
		| Promise<{ names: Names; stop: () => Promise<void> }>
) {
	let names: Names;
	let stop: () => Promise<void>;
	beforeAll(async () => void ({ names, stop } = await make()));
	afterAll(() => stop());
	beforeEach(() => names.replace({}));

	it('knows nothing at first', async () => {
		expect(await names.snapshot()).toEqual({});
	});

	it('makes a missing entry from a part of one', async () => {
		await names.update('shop', { hosts: entry.hosts });
		expect(await names.snapshot()).toEqual({
			shop: { hosts: entry.hosts, state: 'starting', targets: [] }
		});
	});

	it('changes the given parts and keeps the others', async () => {
		await names.update('shop', entry);
		await names.update('shop', { state: 'stopped' });
		expect(await names.snapshot()).toEqual({ shop: { ...entry, state: 'stopped' } });
		expect(await names.find('shop')).toEqual({ ...entry, state: 'stopped' });
		expect(await names.find('other')).toBeNull();
	});

	it('keeps the release of files through a change of hosts, until it is cleared', async () => {
		await names.update('shop', { ...entry, targets: [], files: 'shop/one' });
		await names.update('shop', { hosts: [] });
		expect((await names.snapshot()).shop).toMatchObject({ hosts: [], files: 'shop/one' });
		await names.update('shop', { files: null });
		expect((await names.snapshot()).shop?.files ?? null).toBeNull();
	});

	it.each(['../etc', 'shop', 'shop/../x', 'shop/One', 'a/b/c'])(
		'refuses the release folder %s',
		async (files) => {
			await expect(names.update('shop', { files })).rejects.toMatchObject({
				code: 'names_invalid'
			});
		}
	);

	it('removes an entry, twice as well as once', async () => {
		await names.update('shop', entry);
		await names.remove('shop');
		await names.remove('shop');
		expect(await names.snapshot()).toEqual({});
	});

	it('replaces everything', async () => {
		await names.update('old', entry);
		await names.replace({ shop: entry });
		expect(await names.snapshot()).toEqual({ shop: entry });
	});

	it('takes many changes at once', async () => {
		const services = Array.from({ length: 50 }, (_, index) => `s${index}`);
		await Promise.all(services.map((service) => names.update(service, entry)));
		expect(Object.keys(await names.snapshot()).sort()).toEqual(services.sort());
	});

	it.each([
		['a placeholder', '{env.SECRET}.test'],
		['a wildcard in the middle', 'shop.*.test'],
		['two wildcards', '*.*.test'],
		['capital letters', 'Shop.test'],
		['a port', 'shop.test:80'],
		['an empty label', 'shop..test'],
		['a line break', 'shop.test\n'],
		['too many letters', `${'a'.repeat(60)}.`.repeat(4) + 'test']
	])('refuses a host with %s', async (_name, host) => {
		const change = { hosts: [{ host, certificate: true }] };
		await expect(names.update('shop', change)).rejects.toMatchObject({ code: 'names_invalid' });
		expect(await names.snapshot()).toEqual({});
	});

	it('makes a question that only itself can answer, a new one each time', async () => {
		const [one, other] = [await names.proveReach(), await names.proveReach()];
		expect(one.path).toMatch(/^\/\.well-known\/gantry\/[0-9a-f]{32}$/);
		expect(one.answer).toMatch(/^[0-9a-f]{64}$/);
		expect(other).not.toEqual(one);
	});

	it('tells when the process has ended', async () => {
		const other = await make();
		const { signal } = new AbortController();
		const gone = other.names.untilGone({ signal });
		await other.names.snapshot();
		await other.stop();
		await expect(gone).resolves.toBeUndefined();
	});

	it('stops waiting for that when told to', async () => {
		const stopped = new AbortController();
		const gone = names.untilGone({ signal: stopped.signal });
		stopped.abort(new Error('enough'));
		await expect(gone).rejects.toThrow('enough');
	});

	it('refuses an address that is none', async () => {
		const change = { targets: [{ address: 'localhost', port: 80 }] };
		await expect(names.update('shop', change)).rejects.toMatchObject({ code: 'names_invalid' });
	});
}

describe('FakeNames', () => {
	namesContract(() => {
		const names = new FakeNames();
		return { names, stop: async () => names.restartEmpty() };
	});
});

describe('namesClient', () => {
	namesContract(async () => {
		const { settings, stop } = await startedNames();
		return { names: namesClient(settings.controlSocket), stop };
	});

	it('says that the process does not answer, once its deadline is over', async () => {
		const names = namesClient('/nonexistent/names.sock', { deadline: 60 });
		await expect(names.snapshot()).rejects.toMatchObject({
			code: 'names_unreachable',
			status: 503
		});
	});
});
