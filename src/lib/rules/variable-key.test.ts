import { expect, it } from 'vitest';
import { caseNotice } from './variable-key.ts';

it('notices keys that differ in case only', () => {
	expect(caseNotice(['A', 'B', 'a'])).toBe(
		'A and a differ in case only: they are different variables.'
	);
	expect(caseNotice(['A', 'B', 'A'])).toBeNull();
});
