import { describe, expect, it } from 'vitest';
import { appNameMessage, appNameProblem, suggestAppName } from './app-name.ts';
import { projectNameKey, projectNameProblem } from './project-name.ts';

describe('an app name', () => {
	it.each(['myapp', 'my-app', 'app123', 'a', 'a'.repeat(20)])('may be %s', (name) => {
		expect(appNameProblem(name)).toBeNull();
	});

	it.each([
		'',
		'MyApp',
		'my_app',
		'-myapp',
		'my--app',
		'123app',
		'app-',
		'a'.repeat(21),
		'-rf',
		'a.b',
		'a/../b',
		'müller',
		'app\n',
		'xn-a'
	])('may not be %j', (name) => {
		expect(appNameProblem(name)).toBe(appNameMessage);
	});

	it.each(['admin', 'api', 'panel', 'gantry'])('may not be ours: %s', (name) => {
		expect(appNameProblem(name)).toBe(`'${name}' is a reserved name.`);
	});

	it.each([
		['https://github.com/ada/My_Shop.git', 'my-shop'],
		['git@github.com:ada/site.git', 'site'],
		['https://example.com/ada/42-things/', 'things'],
		['https://example.com/ada/Ünïcode', 'unicode'],
		['https://example.com/ada/a-very-long-repository-name', 'a-very-long-reposito'],
		['https://example.com/ada/api', 'my-app'],
		['', 'my-app']
	])('is suggested for %s', (source, name) => {
		expect(suggestAppName(source)).toBe(name);
	});
});

describe('a project name', () => {
	it.each(['Shop', 'Мой магазин', '<img src=x onerror=1>', 'Family 👨‍👩‍👧', '日本語', 'a'.repeat(63)])(
		'may be %s',
		(name) => {
			expect(projectNameProblem(name)).toBeNull();
		}
	);

	it.each([
		['', 'Name is required.'],
		['x'.repeat(300), 'Name is at most 63 characters (got 300).'],
		['a\u202Eb', 'Name contains invisible character U+202E.'],
		['a\u200Bb', 'Name contains invisible character U+200B.'],
		['a\u200Db', 'Name contains invisible character U+200D.'],
		['a\0b', 'Name contains invisible character U+0000.'],
		['admin', "'admin' is a reserved name."],
		['_next', "'_next' is a reserved name."]
	])('may not be %j', (name, message) => {
		expect(projectNameProblem(name)).toBe(message);
	});

	it('is the same name in another case or width', () => {
		expect(projectNameKey('Ｓhop')).toBe(projectNameKey('sHOP'));
	});
});
