import { describe, expect, it } from 'vitest';
import type { NameEntry } from './port.ts';
import { NameTable } from './table.ts';

const entry = (host: string, over: Partial<NameEntry> = {}): NameEntry => ({
	hosts: [{ host, certificate: true }],
	state: 'live',
	targets: [{ address: '10.1.2.3', port: 3000 }],
	...over
});

describe('NameTable', () => {
	it('answers a host with its targets, whatever the case', () => {
		const table = new NameTable({ shop: entry('shop.example.com') });
		expect(table.resolve('Shop.Example.COM')).toEqual({
			state: 'live',
			targets: [{ address: '10.1.2.3', port: 3000 }],
			site: null,
			certificate: true,
			mayAsk: true,
			redirect: null,
			claim: 'shop.example.com',
			isGated: false
		});
	});

	it('answers all names directly below a wildcard, but not those that another entry has', () => {
		const table = new NameTable({ all: entry('*.shop.test'), a: entry('a.shop.test') });
		table.put('a', entry('a.shop.test', { state: 'stopped' }));
		expect(table.resolve('B.shop.test')).toMatchObject({ state: 'live', claim: '*.shop.test' });
		expect(table.resolve('a.shop.test').state).toBe('stopped');
		for (const host of [
			'shop.test',
			'a.b.shop.test',
			'b/c.shop.test',
			'.shop.test',
			'*.shop.test'
		]) {
			const known = host === '*.shop.test' ? 'live' : 'unknown';
			expect(table.resolve(host).state, host).toBe(known);
		}
	});

	it('gives where a host redirects to, once a browser may go there', () => {
		const hosts = (certificate: boolean) => [
			{ host: 'shop.test', certificate },
			{ host: 'www.shop.test', certificate: true, redirect: 'shop.test' }
		];
		const table = new NameTable({ shop: entry('', { hosts: hosts(true) }) });
		expect(table.resolve('www.shop.test')).toMatchObject({ redirect: 'shop.test', targets: [] });
		expect(table.resolve('shop.test')).toMatchObject({ redirect: null, state: 'live' });
		table.put('shop', entry('', { hosts: hosts(false) }));
		const [target] = entry('').targets;
		expect(table.resolve('www.shop.test')).toMatchObject({ redirect: null, targets: [target] });
		table.put('shop', entry('', { hosts: hosts(true).slice(1) }));
		expect(table.resolve('www.shop.test').redirect).toBeNull();
	});

	it('knows nothing of other hosts', () => {
		expect(new NameTable({ shop: entry('shop.test') }).resolve('other.test').state).toBe('unknown');
	});

	it('gives no targets for a stopped or starting host', () => {
		const table = new NameTable({ a: entry('a.test', { state: 'stopped' }) });
		table.put('b', entry('b.test', { state: 'starting' }));
		expect(table.resolve('a.test')).toMatchObject({ state: 'stopped', targets: [] });
		expect(table.resolve('b.test')).toMatchObject({ state: 'starting', targets: [] });
	});

	it('shows a live host without targets as starting', () => {
		const table = new NameTable({ a: entry('a.test', { targets: [] }) });
		expect(table.resolve('a.test').state).toBe('starting');
	});

	it('gives a release of files where there is no container, with the one before it', () => {
		const files = { targets: [], files: 'shop/two', filesBefore: 'shop/one' };
		const table = new NameTable({ shop: entry('shop.test', files) });
		const site = { live: 'shop/two', before: 'shop/one' };
		expect(table.resolve('shop.test')).toMatchObject({ state: 'live', targets: [], site });
		table.put('shop', entry('shop.test', { files: 'shop/two' }));
		expect(table.resolve('shop.test').site).toBeNull();
		table.put('shop', entry('shop.test', { ...files, state: 'stopped' }));
		expect(table.resolve('shop.test')).toMatchObject({ state: 'stopped', site: null });
	});

	it('forgets a host that an entry no longer has', () => {
		const table = new NameTable({ a: entry('old.test') });
		table.put('a', entry('new.test'));
		expect(table.resolve('old.test').state).toBe('unknown');
		expect(table.resolve('new.test').state).toBe('live');
	});

	it('lets a host move: the new service answers, and the old one again when it goes', () => {
		const table = new NameTable({ a: entry('x.test') });
		table.put('b', entry('x.test', { targets: [{ address: '10.0.0.9', port: 80 }] }));
		expect(table.resolve('x.test').targets).toEqual([{ address: '10.0.0.9', port: 80 }]);
		table.put('b', null);
		expect(table.resolve('x.test').targets).toEqual([{ address: '10.1.2.3', port: 3000 }]);
		table.put('a', null);
		expect(table.resolve('x.test').state).toBe('unknown');
	});

	it('tells per host whether it may have a certificate', () => {
		const hosts = [
			{ host: 'yes.test', certificate: true },
			{ host: 'no.test', certificate: false }
		];
		const table = new NameTable({ a: entry('', { hosts }) });
		expect(table.resolve('yes.test').certificate).toBe(true);
		expect(table.resolve('no.test').certificate).toBe(false);
	});

	it('divides a host by path: the longest that fits answers, whoever is gone does not', () => {
		const paths = [
			{ path: '/api', service: 'api', strip: true },
			{ path: '/api/v2', service: 'next', strip: false },
			{ path: '/old', service: 'gone', strip: false }
		];
		const table = new NameTable({
			shop: entry('x.test', { hosts: [{ host: 'shop.test', certificate: true, paths }] }),
			api: entry('api.test'),
			next: entry('next.test', { state: 'stopped' })
		});
		expect(table.resolve('shop.test').isGated).toBe(true);
		expect(table.resolve('api.test').isGated).toBe(false);
		const at = (path: string | null) => table.passage('SHOP.test', path);
		for (const path of ['/', '/apis', '/API', '/%61pi', '/x/api', '/old', '/old/x', '', null]) {
			expect(at(path), String(path)).toMatchObject({ service: 'shop', strip: null });
		}
		for (const path of ['/api', '/api/', '/api?x=/api/v2', '/api/v1', '/api/v22', '/api/../x']) {
			expect(at(path), path).toMatchObject({ service: 'api', strip: '/api', state: 'live' });
		}
		for (const path of ['/api/v2', '/api/v2/x']) {
			expect(at(path), path).toMatchObject({ service: 'next', strip: null, state: 'stopped' });
		}
		expect(table.passage('nobody.test', '/')).toBeNull();
	});
});
