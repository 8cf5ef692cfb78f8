import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { activityKinds } from './activity.ts';
import { activityWords, wordsOf } from './activity-words.ts';

const root = new URL('../../..', import.meta.url).pathname;

const sources = ['src/lib/server', 'worker'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.test.ts'))
		.map((entry) => readFileSync(join(root, folder, entry), 'utf8'))
);

test('every action that is written down has words, and no words are left over', () => {
	const written = sources.flatMap((text) =>
		[...text.matchAll(/\baction(?::| =) '([a-z-]+\.[a-z-]+)'/g)].map(([, action]) => action)
	);
	const words = Object.keys(activityWords);
	expect(written.filter((action) => !words.includes(action ?? ''))).toEqual([]);
	// Those of variables are put together in write-list.ts.
	const unused = words.filter(
		(action) =>
			!/variables\.(saved|undone)$/.test(action) &&
			!sources.some((text) => text.includes(`'${action}'`))
	);
	expect(unused).toEqual([]);
});

test('says something sensible even of an event without facts', () => {
	for (const action of Object.keys(activityWords)) {
		const { say, often, kind } = wordsOf(action);
		expect(`${say({})} ${often}`, action).not.toMatch(/undefined|null|NaN|\[object/);
		expect(Object.keys(activityKinds), action).toContain(kind);
	}
	expect(wordsOf('other.version').say({})).toBe('other.version');
});

test('names what was changed, and no more of it than is read', () => {
	const saved = wordsOf('variables.saved');
	expect(saved.say({ added: ['A'], changed: [], removed: ['B', 'C'] })).toBe(
		'saved variables: A added; B, C removed'
	);
	expect(saved.say({ added: ['A', 'B', 'C', 'D', 'E', 'F'] })).toBe(
		'saved variables: A, B, C, D and 2 more added'
	);
	const asked = wordsOf('deployment.requested');
	expect(asked.say({ number: 4, trigger: 'push' })).toBe('asked for deployment #4 after a push');
});
