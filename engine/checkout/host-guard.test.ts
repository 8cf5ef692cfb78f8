import { describe, expect, it } from 'vitest';
import { parseGitUrl } from './git-url.ts';
import { createHostGuard } from './host-guard.ts';

const signal = AbortSignal.timeout(10_000);

function ask(
	url: string,
	answers: Record<string, string[]> = {},
	allowPrivateHosts: string[] = []
) {
	const guard = createHostGuard({
		allowPrivateHosts,
		resolve: async (host) => {
			const found = answers[host];
			if (!found) throw new Error('ENOTFOUND');
			return found.map((address) => ({ address }));
		}
	});
	const parsed = parseGitUrl(url, { plainHosts: allowPrivateHosts });
	if (!parsed.ok) throw new Error(parsed.message);
	return guard.address(parsed.value, { signal });
}

describe('the address of a Git host', () => {
	it('is the first one its name resolves to', async () => {
		expect(await ask('https://git.example/x', { 'git.example': ['93.184.216.34'] })).toBe(
			'93.184.216.34'
		);
	});

	it.each([
		'127.0.0.1',
		'127.8.8.8',
		'0.0.0.0',
		'10.1.2.3',
		'172.17.0.1',
		'192.168.1.1',
		'169.254.169.254',
		'100.64.0.1',
		'::1',
		'::',
		'fd00:ec2::254',
		'fe80::1',
		'::ffff:10.0.0.1',
		'::ffff:127.0.0.1',
		'64:ff9b::a00:1',
		'224.0.0.1'
	])('may not be %s', async (address) => {
		await expect(ask('https://git.example/x', { 'git.example': [address] })).rejects.toMatchObject({
			code: 'git_host_private',
			status: 422
		});
	});

	it.each([
		'https://2130706433/x',
		'https://0x7f.1/x',
		'https://0177.0.0.1/x',
		'https://[::1]/x',
		'https://127.1/x'
	])('is not hidden by writing it as %s', async (url) => {
		await expect(ask(url)).rejects.toMatchObject({ code: 'git_host_private' });
	});

	it('is refused when any of several is private', async () => {
		await expect(
			ask('https://git.example/x', { 'git.example': ['93.184.216.34', '10.0.0.1'] })
		).rejects.toMatchObject({ code: 'git_host_private' });
	});

	it('may be private when the administrator allowed that host', async () => {
		expect(await ask('http://127.0.0.1:4000/x', {}, ['127.0.0.1'])).toBe('127.0.0.1');
		expect(await ask('https://git.lan/x', { 'git.lan': ['10.0.0.1'] }, ['git.lan'])).toBe(
			'10.0.0.1'
		);
	});

	it('names the host that does not resolve', async () => {
		await expect(ask('https://nowhere.example/x')).rejects.toMatchObject({
			code: 'git_host_unreachable',
			message: 'The Git host nowhere.example was not found'
		});
	});
});
