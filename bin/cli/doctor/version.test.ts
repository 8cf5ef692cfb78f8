import { expect, test } from 'vitest';
import { isAtLeast } from './version.ts';

test.each([
	['20.10.24+dfsg1', '20.10', true],
	['v2.6.2', '2.11.4', false],
	['2.11.4', '2.11.4', true],
	['1.1.5~dfsg1', '1.2.8', false],
	['6.1.0-18-amd64', '5.10', true],
	['29', '20.10', true],
	['unknown', '1.0', false]
])('%s is at least %s: %s', (version, wanted, answer) => {
	expect(isAtLeast(version, wanted)).toBe(answer);
});
