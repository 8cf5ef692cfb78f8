import { describe, expect, it } from 'vitest';
import { scopeByName } from './variable-scope.ts';

describe('the scope of a variable, when nobody chose one', () => {
	it.each(['VITE_API', 'NEXT_PUBLIC_URL', 'NUXT_PUBLIC_X', 'PUBLIC_KEY', 'REACT_APP_A'])(
		'is both for what a framework shows to browsers: %s',
		(key) => expect(scopeByName(key)).toBe('both')
	);

	it.each(['DATABASE_URL', 'NOT_VITE_API', 'vite_api', 'NEXT_PRIVATE', 'REPUBLIC_KEY', ''])(
		'is the running app for all others: %s',
		(key) => expect(scopeByName(key)).toBe('run')
	);
});
