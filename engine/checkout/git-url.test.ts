import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGitUrl } from './git-url.ts';

const message = (text: string, plainHosts: string[] = []) => {
	const result = parseGitUrl(text, { plainHosts });
	return result.ok ? result.value.url : result.message;
};

describe('a repository URL', () => {
	it.each([
		['https://github.com/x/y', 'https://github.com/x/y'],
		['  https://GitHub.com/x/y.git/ ', 'https://github.com/x/y.git'],
		['https://git.example.com:8443/team/sub/y.git', 'https://git.example.com:8443/team/sub/y.git'],
		['git@github.com:x/y.git', 'git@github.com:x/y.git']
	])('takes %s', (text, url) => {
		expect(message(text)).toBe(url);
	});

	it.each([
		'file:///etc',
		'ext::sh -c id',
		'ext::sh',
		'ssh+foo://x/y',
		'ssh://git@x/y',
		'http://x.y/z',
		'git://x/y'
	])('refuses the scheme of %s', (text) => {
		expect(message(text)).toMatch(
			/^(Only https:\/\/ and git@ \(SSH\) repository|Not a repository)/
		);
	});

	it('says which schemes there are', () => {
		expect(message('file:///etc')).toBe(
			'Only https:// and git@ (SSH) repository URLs are supported.'
		);
	});

	it('takes plain http only from the hosts that were allowed', () => {
		expect(message('http://git.lan/x/y')).toContain('Only https://');
		expect(message('http://git.lan/x/y', ['git.lan'])).toBe('http://git.lan/x/y');
	});

	it('refuses credentials without repeating them', () => {
		expect(message('https://user:token@host/r.git')).toBe(
			'Do not put credentials in the URL - add a git connection.'
		);
	});

	it.each([
		'-oProxyCommand=x',
		'--upload-pack=x',
		'x y',
		'github.com/x/y',
		'git@host:/x',
		'git@-x:y',
		'git@h:a/../b'
	])('does not take %s for a URL', (text) => {
		expect(message(text)).toBe('Not a repository URL.');
	});

	it('names the repository behind a web page', () => {
		expect(message('https://github.com/x/y/tree/main/app')).toBe(
			'Looks like a web page. Did you mean https://github.com/x/y (branch main, root app)?'
		);
		expect(message('https://gitlab.com/a/b/c/-/tree/dev')).toBe(
			'Looks like a web page. Did you mean https://gitlab.com/a/b/c (branch dev)?'
		);
		expect(message('https://github.com/x')).toBe('Looks like a web page.');
	});

	it('reads what it wrote itself, and never hands out a leading dash, space or control character', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.webUrl(),
					fc.webPath().map((p) => `git@h.example:${p}`)
				),
				(text) => {
					const first = parseGitUrl(text);
					if (!first.ok) return;
					expect(first.value.url).not.toMatch(/^-|[\s\p{Cc}]/u);
					expect(parseGitUrl(first.value.url)).toEqual(first);
				}
			)
		);
	});
});
