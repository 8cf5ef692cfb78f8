import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowedAddress, type Reach } from './allowed-address.ts';
import { outcomeOf } from './outcome.ts';
import { post, type Post } from './post.ts';
import { hookServer } from './testing.ts';

let server: Awaited<ReturnType<typeof hookServer>>;
beforeAll(async () => {
	server = await hookServer();
});
afterAll(() => server.close());

const signal = AbortSignal.timeout(30_000);
const own = { allowPrivateHosts: ['127.0.0.1', 'hooks.test'] };
const send = (what: Partial<Post> & { url: string }, reach: Reach = own) =>
	post({ body: '{}', ...what }, { reach, signal });

test('reaches no private address, however it is written', async () => {
	const nobody = { allowPrivateHosts: [] };
	const hosts = [
		...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0.0.0.0', '[::1]'],
		...['[::ffff:127.0.0.1]', '10.1.2.3', '172.17.0.1', '192.168.0.1', '100.64.0.1', '[fd00::1]'],
		...['169.254.169.254', '[fd00:ec2::254]', '[64:ff9b::7f00:1]', '[fe80::1]']
	];
	for (const host of hosts) {
		const refused = send({ url: `https://${host}/` }, nobody);
		await expect(refused, host).rejects.toMatchObject({ code: 'host_private' });
	}
});

test('refuses a name of which one address is private', async () => {
	const resolve = async () => [{ address: '93.184.216.34' }, { address: '10.0.0.1' }];
	const reach = { allowPrivateHosts: [], resolve };
	await expect(allowedAddress('two.test', reach)).rejects.toMatchObject({ code: 'host_private' });
});

test('connects to the address that was checked, whatever DNS says afterwards', async () => {
	let asked = 0;
	const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '192.0.2.1' }];
	const { port } = new URL(server.url('/'));
	const answer = await send({ url: `http://hooks.test:${port}/a` }, { ...own, resolve });
	expect(answer.status).toBe(204);
	expect(server.taken.at(-1)).toMatchObject({
		path: '/a',
		headers: { host: `hooks.test:${port}`, 'content-type': 'application/json' }
	});
	expect(asked).toBe(1);
});

test('speaks plain HTTP to own hosts only, and follows no redirect', async () => {
	const plain = send({ url: 'http://93.184.216.34/' }, { allowPrivateHosts: [] });
	await expect(plain).rejects.toMatchObject({ code: 'host_private' });
	Object.assign(server.next, { status: 302, headers: { location: server.url('/elsewhere') } });
	expect((await send({ url: server.url('/first') })).status).toBe(302);
	expect(server.taken.at(-1)?.path).toBe('/first');
});

test('says in words why a host was not reached', async () => {
	const gone = await hookServer();
	const url = gone.url('/');
	await gone.close();
	const error = await send({ url }).catch((reason: unknown) => reason);
	expect(outcomeOf(error, 'x.test')).toEqual({
		ok: false,
		isFinal: false,
		why: 'x.test refused the connection.'
	});
	expect(() => outcomeOf(new Error('a bug'), 'x.test')).toThrow('a bug');
});
