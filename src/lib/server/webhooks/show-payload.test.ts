import { expect, test } from 'vitest';
import { showPayload } from './show-payload.ts';

const show = (value: unknown, secrets: string[] = []) =>
	showPayload(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), secrets);

test('prints JSON with two spaces a level', () => {
	expect(show({ ref: 'refs/heads/main', commits: [] })).toEqual({
		text: '{\n  "ref": "refs/heads/main",\n  "commits": []\n}',
		isCut: false
	});
});

test('strikes out what a name calls a secret, at any depth, and secrets that are known', () => {
	const { text } = show(
		{ hook: { config: { secret: 'abc', insecure_ssl: '0' } }, message: 'the key is hunter22' },
		['hunter22', 'x']
	);
	expect(text).not.toContain('abc');
	expect(text).not.toContain('hunter22');
	expect(text).toContain('"insecure_ssl": "0"');
	expect(text).toContain('the key is ••••••');
});

test('shows the beginning of what is very long, and what is no JSON as it is', () => {
	expect(show('x'.repeat(200_000))).toEqual({ text: 'x'.repeat(100_000), isCut: true });
	expect(show('{')).toEqual({ text: '{', isCut: false });
});
