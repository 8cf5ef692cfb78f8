import { describe, expect, it } from 'vitest';
import { isRepositoryPath } from './repository-path.ts';
import { isUrlPath } from './url-path.ts';

describe('a path inside a repository', () => {
	it.each(['Dockerfile', 'apps/web', 'docker/Dockerfile.prod', 'a b/ü'])('may be %s', (path) => {
		expect(isRepositoryPath(path)).toBe(true);
	});

	it.each([
		'',
		'/etc/passwd',
		'../Dockerfile',
		'a/../b',
		'./a',
		'a//b',
		'a/',
		'a\0b',
		'a\nb',
		'a\\b',
		'.git/config',
		'.GIT',
		'x'.repeat(513)
	])('may not be %j', (path) => {
		expect(isRepositoryPath(path)).toBe(false);
	});
});

describe('the path of a URL', () => {
	it.each(['/', '/health', '/api/v1/ready', '/a-b_c.d~e', '/health?full=1'])(
		'may be %s',
		(path) => {
			expect(isUrlPath(path)).toBe(true);
		}
	);

	it.each([
		'',
		'api',
		'//',
		'//evil',
		'/../',
		'/a/..',
		'/%2e%2e/',
		'/%2E./x',
		'/a%2f..',
		'/{x}',
		'/ok\r\nX: 1',
		'http://evil/',
		'/a b',
		`/${'x'.repeat(2048)}`
	])('may not be %j', (path) => {
		expect(isUrlPath(path)).toBe(false);
	});
});
