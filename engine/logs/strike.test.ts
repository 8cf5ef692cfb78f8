import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStrike, formsOf, struck } from './strike.ts';

const secret = fc
	.string({ minLength: 6, maxLength: 40, unit: 'grapheme' })
	.filter((text) => text.trim().length >= 6);
const text = fc.string({ maxLength: 60, unit: 'grapheme' });

describe('striking secrets out', () => {
	it('leaves no form of any secret in any text', () => {
		fc.assert(
			fc.property(
				fc.array(secret, { minLength: 1, maxLength: 4 }),
				fc.array(text),
				fc.nat(),
				(secrets, parts, seed) => {
					const forms = secrets.flatMap(formsOf).filter((form) => !struck.includes(form));
					const line = parts
						.map((part, index) => part + (forms[(seed + index) % forms.length] ?? ''))
						.join(' ');
					const result = createStrike(secrets)(line);
					for (const form of forms) expect(result).not.toContain(form);
				}
			)
		);
	});

	it.each([
		['as it is', (value: string) => `token=${value};`],
		['base64', (value: string) => Buffer.from(value).toString('base64')],
		[
			'base64 behind a user name',
			(value: string) => Buffer.from(`deploy:${value}`).toString('base64')
		],
		[
			'base64 between others',
			(value: string) => Buffer.from(`ab${value}, more`).toString('base64')
		],
		['base64url', (value: string) => Buffer.from(value).toString('base64url')],
		['in a URL', (value: string) => `https://x.y/?k=${encodeURIComponent(value)}`],
		['in a form', (value: string) => new URLSearchParams({ k: value }).toString()],
		['in JSON', (value: string) => JSON.stringify({ k: value })],
		['in JSON in JSON', (value: string) => JSON.stringify(JSON.stringify(value))]
	])('finds one %s', (_name, show) => {
		const value = 'pä$$ "w/rd" +1?\\';
		const shown = createStrike([value])(show(value));
		expect(shown).toContain(struck);
		expect(shown).not.toContain('w/rd');
		expect(shown).not.toContain(encodeURIComponent('w/rd'));
	});

	it('finds each line of a private key', () => {
		const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n';
		const strike = createStrike([key]);
		expect(key.split('\n').map(strike).join('')).not.toMatch(/MIIE|kqhk/);
	});

	it('leaves short values and other text alone', () => {
		expect(createStrike(['true', '12345', ''])('true 12345 stays')).toBe('true 12345 stays');
		expect(createStrike(['hunter2!'])('hunting season')).toBe('hunting season');
		expect(createStrike([])('same')).toBe('same');
	});
});
