import { describe, expect, it } from 'vitest';
import type { NameEntry } from '../port.ts';
import { NameTable } from '../table.ts';
import { decide } from './decide.ts';

const shop: NameEntry = {
	hosts: [{ host: 'shop.test', certificate: true }],
	state: 'live',
	targets: [{ address: '10.1.2.3', port: 3000 }]
};

function decided(
	over: Partial<NameEntry>,
	{ isProof = false, isSecure = true, host = 'shop.test', path = '/' } = {}
) {
	const table = new NameTable({ shop: { ...shop, ...over } });
	return decide(table.passage(host, path), { isProof, isSecure });
}

const open = { service: 'shop', strip: null, guests: null };

describe('the gate', () => {
	it('lets requests pass to the service that the host belongs to', () => {
		expect(decided({})).toEqual(open);
		expect(
			decided({ hosts: [{ host: '*.shop.test', certificate: true }] }, { host: 'a.shop.test' })
		).toEqual(open);
	});

	it('shows a page in maintenance, with the words of the owner where there are some', () => {
		expect(decided({ maintenance: { message: null } })).toMatchObject({
			page: { status: 503, text: expect.stringContaining('being worked on') as string }
		});
		expect(decided({ maintenance: { message: 'Until noon.' } })).toMatchObject({
			page: { status: 503, text: 'Until noon.', refresh: 30 }
		});
	});

	it('lets Gantry’s own proof pass all the same', () => {
		const maintenance = { message: null };
		expect(decided({ maintenance }, { isProof: true })).toEqual(open);
	});

	it('lets none but guests in where there are some, and asks nobody over HTTP', () => {
		const guests = [{ name: 'ada', hash: 'x' }];
		expect(decided({ guests })).toEqual({ service: 'shop', strip: null, guests });
		expect(decided({ guests }, { isProof: true })).toEqual(open);
		expect(decided({ guests }, { isSecure: false })).toMatchObject({
			page: { title: 'Waiting for its certificate' }
		});
		expect(decided({ guests, maintenance: { message: null } })).toMatchObject({
			page: { status: 503 }
		});
	});

	it('shows why there is no app to ask', () => {
		expect(decided({}, { host: 'nobody.test' })).toMatchObject({ page: { status: 404 } });
		expect(decided({ state: 'stopped' }, { isProof: true })).toMatchObject({
			page: { status: 503, title: 'Stopped' }
		});
	});
});
