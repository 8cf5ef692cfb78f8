import { expect, test } from 'vitest';
import { accountOf, membersOf } from './account.ts';

test('reads a user out of its line', () => {
	expect(accountOf('gantry:x:998:997::/nonexistent:/usr/sbin/nologin\n')).toEqual({
		name: 'gantry',
		uid: 998,
		gid: 997
	});
	expect(accountOf('')).toBeNull();
	expect(accountOf('gantry:x:::')).toBeNull();
});

test('reads the members of a group', () => {
	expect(membersOf('docker:x:106:\n')).toEqual([]);
	expect(membersOf('docker:x:106:ann,bob')).toEqual(['ann', 'bob']);
});
