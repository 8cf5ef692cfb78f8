import { expect, it } from 'vitest';
import { pathPrefixProblem } from './path-prefix.ts';

it.each(['/api', '/api/v2', '/a.b', '/_next', '/.well-known', '/~ada', '/A-1'])(
	'takes %s',
	(path) => {
		expect(pathPrefixProblem(path)).toBeNull();
	}
);

it.each([
	['', 'required'],
	['api', 'start with /'],
	['https://x.test/api', 'start with /'],
	['/', 'whole domain'],
	['//', 'double slash'],
	['//evil.test', 'double slash'],
	['/api/', 'none at its end'],
	['/../', 'no . or ..'],
	['/a/./b', 'no . or ..'],
	['/%2e%2e', 'letters, digits'],
	['/{x}', 'letters, digits'],
	['/a b', 'letters, digits'],
	['/a\nb', 'letters, digits'],
	['/ä', 'letters, digits'],
	['/api?x=1', 'before ? and #'],
	[`/${'x'.repeat(200)}`, 'at most 200 characters (got 201)']
])('refuses %j', (path, why) => {
	expect(pathPrefixProblem(path)).toContain(why);
});
