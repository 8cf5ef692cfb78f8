import { describe, expect, it } from 'vitest';
import { domainKind, parseDomain, parseHost, placeInZone, twinOf } from './host-name.ts';

const own = { baseDomain: 'apps.example.com', panelHosts: ['gantry.apps.example.com'] };
const shape = 'Enter only a host name, e.g. app.example.com';

describe('a domain', () => {
	it.each([
		['shop.example.org', 'shop.example.org'],
		[' Shop.Example.ORG. ', 'shop.example.org'],
		['müller.de', 'xn--mller-kva.de'],
		['日本語.jp', 'xn--wgv71a119e.jp'],
		['my.shop.apps.example.com', 'my.shop.apps.example.com'],
		['*.Example.org', '*.example.org'],
		['*.shop.apps.example.com', '*.shop.apps.example.com']
	])('%j is kept as %s', (text, host) => {
		expect(parseDomain(text, own)).toEqual({ ok: true, host });
	});

	it.each([
		'',
		'http://x.com/',
		'x.com:80',
		'x_y.com',
		'-x.com',
		'x-.com',
		'x..com',
		`${'a'.repeat(64)}.com`,
		`${'a.'.repeat(130)}com`,
		'user@x.com',
		'x.com/path',
		'x.com?q',
		'x%2ecom',
		'*',
		'*.',
		'*x.com',
		'*.*.x.com',
		'shop.*.x.com'
	])('%j is no host name', (text) => {
		expect(parseDomain(text, own)).toEqual({ ok: false, message: shape });
	});

	it.each(['{env.SECRET}.x.com', 'x.com {', 'x.com\nevil.com', 'a b.com', 'x\u202E.com'])(
		'%j never reaches Caddy',
		(text) => {
			expect(parseDomain(text, own)).toEqual({ ok: false, message: 'Invalid host name.' });
		}
	);

	it.each([
		'localhost',
		'1.2.3.4',
		'127.1',
		'0x7f.1',
		'2130706433',
		'*.com',
		'*.co.uk',
		'*.internal',
		'*.localhost',
		'*.1.2.3.4',
		'*.apps.example.com',
		'com',
		'co.uk',
		'github.io',
		'a.internal',
		'apps.example.com',
		'gantry.apps.example.com',
		'shop.apps.example.com'
	])('%j is not allowed, with a reason', (text) => {
		const result = parseDomain(text, own);
		expect(result.ok ? '' : result.message).toMatch(/ is not allowed: .{10,}\./);
	});

	it('refuses the other spellings of an address', () => {
		expect(parseHost('[::1]').ok).toBe(false);
		expect(parseHost('１２７.0.0.1').ok).toBe(false);
	});

	it('is an apex, a subdomain or a wildcard', () => {
		expect(domainKind('example.co.uk')).toBe('apex');
		expect(domainKind('www.example.co.uk')).toBe('subdomain');
		expect(domainKind('*.example.co.uk')).toBe('wildcard');
	});

	it.each([
		['example.co.uk', 'www.example.co.uk'],
		['www.example.co.uk', 'example.co.uk'],
		['shop.example.co.uk', null],
		['www.shop.example.co.uk', null],
		['*.example.co.uk', null]
	])('%s has the twin %s', (host, twin) => {
		expect(twinOf(host)).toBe(twin);
	});

	it.each([
		['example.co.uk', 'example.co.uk', '@'],
		['www.example.co.uk', 'example.co.uk', 'www'],
		['a.b.example.com', 'example.com', 'a.b'],
		['*.example.com', 'example.com', '*'],
		['*.shop.example.com', 'example.com', '*.shop'],
		['me.github.io', 'me.github.io', '@']
	])('%s is managed in %s under the name %s', (host, zone, name) => {
		expect(placeInZone(host)).toEqual({ zone, name });
	});
});
