import { decode, encode, type RecordType } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../spec.ts';
import { NameTable } from '../table.ts';
import { answerQuery } from './answer.ts';

const pages = { address: '127.0.0.1', port: 9999 };
const sites = { address: '127.0.0.1', port: 8888 };
const targets = (count: number): Target[] =>
	Array.from({ length: count }, (_, index) => ({ address: `10.0.0.${index + 1}`, port: 3000 }));

const table = new NameTable({
	shop: {
		hosts: [
			{ host: 'shop.test', certificate: true },
			{ host: 'pending.test', certificate: false }
		],
		state: 'live',
		targets: targets(2)
	},
	many: { hosts: [{ host: 'many.test', certificate: true }], state: 'live', targets: targets(60) },
	docs: {
		hosts: [{ host: 'docs.test', certificate: true }],
		state: 'live',
		targets: [],
		files: 'docs/two',
		filesBefore: 'docs/one'
	},
	shut: {
		hosts: [
			{ host: 'shut.test', certificate: true },
			{ host: 'old.shut.test', certificate: true, redirect: 'shut.test' },
			{ host: 'early.shut.test', certificate: false }
		],
		state: 'live',
		targets: targets(1),
		maintenance: { message: null }
	},
	off: { hosts: [{ host: 'off.test', certificate: true }], state: 'stopped', targets: targets(1) }
});

const sources = {
	resolve: (host: string) => table.resolve(host),
	serving: (service: string) => table.serving(service),
	pages,
	sites,
	random: () => 0.5
};

function ask(name: string, type: RecordType = 'SRV') {
	const query = encode({ type: 'query', id: 7, questions: [{ name, type }] });
	const response = answerQuery(query, sources);
	const packet = decode(response!) as ReturnType<typeof decode> & { rcode: string };
	return { ...packet, size: response!.length };
}

const places = (packet: ReturnType<typeof ask>) =>
	packet.answers!.map((answer) => {
		if (answer.type !== 'SRV') throw new Error(answer.type);
		return `${answer.data.target}:${answer.data.port}`;
	});

const pagesPlace = 'ip-127-0-0-1.edge.internal:9999';

describe('answerQuery', () => {
	it('answers a live host with all its targets', () => {
		const packet = ask('shop.test.edge.internal');
		expect(packet).toMatchObject({ id: 7, rcode: 'NOERROR', type: 'response' });
		expect(places(packet)).toEqual([
			'ip-10-0-0-1.edge.internal:3000',
			'ip-10-0-0-2.edge.internal:3000'
		]);
	});

	it('sends unknown and stopped hosts to the inner pages', () => {
		expect(places(ask('nobody.test.edge.internal'))).toEqual([pagesPlace]);
		expect(places(ask('off.test.edge.internal'))).toEqual([pagesPlace]);
	});

	it('sends HTTP to the inner pages, which redirect, where there is a certificate', () => {
		expect(places(ask('shop.test.plain.internal'))).toEqual([pagesPlace]);
	});

	it('serves the app over HTTP while it may have no certificate', () => {
		expect(places(ask('pending.test.plain.internal'))).toHaveLength(2);
	});

	it('sends hosts of a site in maintenance to the gate, which asks for the service', () => {
		const gate = 'gate.edge.internal:8888';
		expect(places(ask('shut.test.edge.internal'))).toEqual([gate]);
		expect(places(ask('early.shut.test.plain.internal'))).toEqual([gate]);
		expect(places(ask('shut.test.plain.internal'))).toEqual([pagesPlace]);
		expect(places(ask('old.shut.test.edge.internal'))).toEqual([pagesPlace]);
		expect(ask('gate.edge.internal', 'A').answers).toMatchObject([{ data: '127.0.0.1' }]);
		expect(places(ask('shut.service.internal'))).toEqual(['ip-10-0-0-1.edge.internal:3000']);
		expect(places(ask('off.service.internal'))).toEqual([pagesPlace]);
		expect(places(ask('nobody.service.internal'))).toEqual([pagesPlace]);
		expect(places(ask('docs.service.internal'))).toEqual(['one.two.docs.site.edge.internal:8888']);
	});

	it('turns an address name into its address by arithmetic', () => {
		expect(ask('ip-10-1-2-3.edge.internal', 'A').answers).toMatchObject([{ data: '10.1.2.3' }]);
		expect(ask('ip-10-1-2-3.edge.internal', 'AAAA').answers).toEqual([]);
		expect(ask('ip-10-1-2-999.edge.internal', 'A').answers).toEqual([]);
	});

	it('never asks anybody else: names that are not ours are refused', () => {
		expect(ask('example.com', 'A').rcode).toBe('REFUSED');
		expect(ask('edge.internal.example.com', 'SRV').rcode).toBe('REFUSED');
	});

	it('names the release of a site of files, and gives that name the inner server’s address', () => {
		const target = 'one.two.docs.site.edge.internal';
		expect(places(ask('docs.test.edge.internal'))).toEqual([`${target}:8888`]);
		expect(ask(target, 'A').answers).toMatchObject([{ data: '127.0.0.1' }]);
		expect(places(ask('docs.test.plain.internal'))).toEqual([pagesPlace]);
		table.put('fresh', {
			hosts: [{ host: 'fresh.test', certificate: true }],
			state: 'live',
			targets: [],
			files: 'fresh/one',
			filesBefore: 'docs/one'
		});
		expect(places(ask('fresh.test.edge.internal'))).toEqual([
			'none.one.fresh.site.edge.internal:8888'
		]);
	});

	it('keeps an answer within what the resolver reads, beginning at another target each time', () => {
		const packet = ask('many.test.edge.internal');
		expect(packet.size).toBeLessThanOrEqual(1232);
		expect(places(packet).length).toBeGreaterThan(8);
		expect(places(packet)[0]).toBe('ip-10-0-0-31.edge.internal:3000');
	});

	it('ignores what is no query, and survives any bytes', () => {
		expect(answerQuery(encode({ type: 'response', id: 1 }), sources)).toBeNull();
		expect(answerQuery(new Uint8Array(), sources)).toBeNull();
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
				answerQuery(bytes, sources);
			}),
			{ numRuns: 2000 }
		);
	});

	it('survives any damage to a good query', () => {
		const good = encode({
			type: 'query',
			id: 9,
			questions: [{ name: 'shop.test.edge.internal', type: 'SRV' }]
		});
		fc.assert(
			fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
				const bytes = Uint8Array.from(good);
				bytes[at] = byte;
				answerQuery(bytes, sources);
			}),
			{ numRuns: 2000 }
		);
	});
});
