import { expect, it } from 'vitest';
import { caddyfile } from './caddyfile.ts';

const output = { value: 'dist', reason: '' };

it('serves files, with clean addresses and the site’s own 404 page', () => {
	const text = caddyfile({ kind: 'site', output, fallback: null, hashed: null });
	expect(text).toContain('try_files {path} {path}.html\n\t\tfile_server');
	expect(text).not.toContain('@hashed');
	expect(text).not.toContain('@pages');
});

it('shows the page of a single-page app for paths that are no files', () => {
	const text = caddyfile({
		kind: 'site',
		output,
		fallback: '200.html',
		hashed: '^/_app/immutable/'
	});
	expect(text).toContain('rewrite @pages /200.html');
	expect(text).toContain('path_regexp ^/_app/immutable/');
});

it('listens on the port that every app is told', () => {
	const text = caddyfile({ kind: 'site', output, fallback: null, hashed: null });
	expect(text).toContain('\n:{$PORT:8080} {\n');
});
