import { expect, test } from 'vitest';
import { wishOf, type Keystroke } from './shortcuts.ts';

const stroke = (key: string, more: Partial<Keystroke> = {}) =>
	wishOf({ key, hasCommand: false, hasOther: false, isTaken: false, isAfterG: false, ...more });

test('opens the palette from everywhere, also while typing', () => {
	expect(stroke('k', { hasCommand: true })).toEqual({ kind: 'palette' });
	expect(stroke('K', { hasCommand: true, isTaken: true })).toEqual({ kind: 'palette' });
	expect(stroke('k', { hasCommand: true, hasOther: true })).toBeNull();
});

test('goes to a page by two keys, and only by two', () => {
	expect(stroke('g')).toEqual({ kind: 'go', href: null });
	expect(stroke('p', { isAfterG: true })).toEqual({ kind: 'go', href: '/projects' });
	expect(stroke('p')).toBeNull();
	expect(stroke('x', { isAfterG: true })).toBeNull();
});

test('leaves what is typed to its field, and what has a modifier to the browser', () => {
	for (const key of ['g', '?', '/']) {
		expect(stroke(key)).not.toBeNull();
		expect(stroke(key, { isTaken: true })).toBeNull();
		expect(stroke(key, { hasCommand: true })).toBeNull();
		expect(stroke(key, { hasOther: true })).toBeNull();
	}
});
