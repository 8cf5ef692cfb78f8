import { expect, test } from 'vitest';
import { readQuery } from './search-query.ts';

test('takes the words apart, whatever their case and spaces', () => {
	expect(readQuery('  Shop   WEB ')).toMatchObject({ words: ['shop', 'web'], verb: null });
	expect(readQuery('').words).toEqual([]);
});

test('hears a verb before a name, and a page after it', () => {
	expect(readQuery('deploy shop')).toMatchObject({ verb: 'deploy', names: ['shop'] });
	expect(readQuery('shop logs')).toMatchObject({ tab: 'logs', names: ['shop'] });
	expect(readQuery('shop var')).toMatchObject({ tab: 'variables', names: ['shop'] });
	expect(readQuery('logs')).toMatchObject({ tab: null, names: ['logs'] });
});

test('knows a number and the beginning of a commit', () => {
	expect(readQuery('shop #12')).toMatchObject({ number: 12, names: ['shop'], commit: null });
	expect(readQuery('4F1C2A9').commit).toBe('4f1c2a9');
	expect(readQuery('caf').commit).toBeNull();
	expect(readQuery('cafe shop').commit).toBeNull();
});

test('is content with any text', () => {
	expect(readQuery('x'.repeat(10_000)).words[0]).toHaveLength(100);
	expect(readQuery("' or 1=1 -- % _ \\ #").words).toContain('%');
});
