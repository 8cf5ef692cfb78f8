import { describe, expect, it } from 'vitest';
import { absoluteUrl } from './submodules.ts';

const web = 'https://git.example.com:8443/team/shop.git';
const ssh = 'git@git.example.com:team/shop.git';

describe('where a submodule is', () => {
	it.each([
		['../theme.git', web, 'https://git.example.com:8443/team/theme.git'],
		['../../other/theme', web, 'https://git.example.com:8443/other/theme'],
		['./theme.git', ssh, 'git@git.example.com:team/shop.git/theme.git'],
		['../theme.git', ssh, 'git@git.example.com:team/theme.git'],
		['../../../../etc', web, 'https://git.example.com:8443/etc']
	])('%s is beside %s', (url, parent, at) => {
		expect(absoluteUrl(url, parent)).toBe(at);
	});

	it.each([
		'git@git.example.com:team/theme.git',
		'git@Git.Example.com:team/theme.git',
		'ssh://git@git.example.com/team/theme.git',
		'ssh://git@git.example.com:2222/team/theme.git'
	])('%s is fetched as its parent was, over HTTPS', (url) => {
		expect(absoluteUrl(url, web)).toBe('https://git.example.com:8443/team/theme.git');
	});

	it.each([
		['ssh://git@git.example.com/team/theme.git', ssh, 'git@git.example.com:team/theme.git'],
		['git@elsewhere.example:team/theme.git', web, 'git@elsewhere.example:team/theme.git'],
		['git@git.example.com.evil.example:a/b', web, 'git@git.example.com.evil.example:a/b'],
		['ssh://git@elsewhere.example:22/a/b', web, 'ssh://git@elsewhere.example:22/a/b'],
		['https://elsewhere.example/theme.git', ssh, 'https://elsewhere.example/theme.git']
	])('%s stays what it is', (url, parent, at) => {
		expect(absoluteUrl(url, parent)).toBe(at);
	});
});
