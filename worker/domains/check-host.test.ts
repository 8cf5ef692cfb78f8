import { expect, test } from 'vitest';
import { checkHost } from './check-host.ts';
import { ownAddresses } from './own-addresses.ts';

const dns: Record<string, string[]> = {
	'here.example.com': ['93.184.216.7'],
	'there.example.com': ['93.184.216.1'],
	'both.example.com': ['93.184.216.7', '2606:2800::9'],
	'loop.example.com': ['127.0.0.1'],
	'gantry-dns-check.example.net': ['93.184.216.7'],
	'proxied.example.com': ['104.16.1.2', '2606:4700::6810:102'],
	'floating.example.com': ['93.184.216.50'],
	'gantry-dns-check.example.org': ['104.16.1.2'],
	'half.example.com': ['104.16.1.2', '93.184.216.1'],
	'panel.corp.test': ['93.184.216.7']
};

/** Asked from outside, these answer as this machine does. */
const leading = new Set([
	'floating.example.com',
	'half.example.com',
	'gantry-dns-check.example.org'
]);

function check(host: string, change: { own?: string[]; panelDomain?: string } = {}) {
	return checkHost(host, {
		resolve: (name) =>
			name === 'broken.example.com'
				? Promise.reject(new Error('ETIMEOUT'))
				: Promise.resolve(dns[name] ?? []),
		leadsHere: (name, addresses) =>
			Promise.resolve(leading.has(name) && addresses.every((each) => each !== '93.184.216.1')),
		own: ['93.184.216.7', '10.0.0.7'],
		panelDomain: 'gantry.localhost',
		...change
	});
}

test('names under localhost need no record', async () => {
	expect(await check('shop.localhost')).toMatchObject({ pointsHere: true });
});

test('a record of this machine points here', async () => {
	expect(await check('here.example.com')).toMatchObject({ pointsHere: true });
	expect(await check('loop.example.com')).toMatchObject({ pointsHere: true });
});

test('says which record is wrong and what it should be', async () => {
	expect(await check('there.example.com')).toEqual({
		pointsHere: false,
		state: 'elsewhere',
		seen: ['93.184.216.1'],
		detail: 'A record of there.example.com is 93.184.216.1, expected 93.184.216.7',
		expected: ['93.184.216.7']
	});
	expect((await check('none.example.com')).detail).toBe(
		'none.example.com has no A record yet, expected 93.184.216.7'
	);
	expect((await check('both.example.com')).detail).toBe(
		'AAAA record of both.example.com is 2606:2800::9, expected 93.184.216.7; remove this record'
	);
});

test('the names of a wildcard are asked for by one that nobody has', async () => {
	expect(await check('*.example.net')).toMatchObject({ state: 'here', seen: ['93.184.216.7'] });
});

test.each([
	['by one address', 'proxied.example.com', 'proxied'],
	['but not with a record of another machine beside', 'half.example.com', 'elsewhere']
])('a proxy that is known is told apart, %s', async (_title, host, state) => {
	const look = await check(host);
	expect(look).toMatchObject({ pointsHere: false, state });
	expect(look.detail.includes('Cloudflare')).toBe(state === 'proxied');
});

test('one that leads here by way of another address points here, too', async () => {
	expect(await check('floating.example.com')).toMatchObject({
		...{ pointsHere: true, state: 'here', seen: ['93.184.216.50'] },
		detail: 'floating.example.com leads here, by way of 93.184.216.50.'
	});
	expect(await check('*.example.org')).toMatchObject({ state: 'here' });
});

test('a resolver that fails is not taken for a missing record', async () => {
	expect((await check('broken.example.com')).detail).toContain('DNS did not answer');
});

test('behind address translation the panel’s own record tells the address', async () => {
	const behind = { own: ['10.0.0.7'], panelDomain: 'panel.corp.test' };
	expect(await check('here.example.com', behind)).toMatchObject({
		pointsHere: true,
		expected: ['93.184.216.7']
	});
});

test('a machine that knows its public address does not believe a wrong record of its panel', async () => {
	const wrong = { panelDomain: 'there.example.com' };
	expect(await check('there.example.com', wrong)).toMatchObject({
		pointsHere: false,
		expected: ['93.184.216.7']
	});
});

test('bridges of the container engine are no addresses of this machine', () => {
	const at = (address: string, internal = false) => [
		{
			address,
			internal,
			netmask: '',
			mac: '',
			family: 'IPv4' as const,
			cidr: null
		}
	];
	expect(
		ownAddresses({
			lo: at('127.0.0.1', true),
			eth0: at('10.0.0.7'),
			docker0: at('172.17.0.1'),
			eth1: at('8.8.8.8'),
			'br-12': at('172.18.0.1')
		})
	).toEqual(['8.8.8.8', '10.0.0.7']);
});
