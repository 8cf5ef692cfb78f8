import { expect, test } from 'vitest';
import { asAppError, isDatabaseDown } from './is-database-down.ts';

const fromDriver = (cause: object) =>
	Object.assign(new Error('query failed'), {
		code: 'P2010',
		meta: { driverAdapterError: { cause } }
	});

test('a lost connection is told from a wrong query, however deep its cause', () => {
	expect(isDatabaseDown(fromDriver({ kind: 'ConnectionClosed' }))).toBe(true);
	expect(isDatabaseDown(new Error('outer', { cause: { code: 'ECONNREFUSED' } }))).toBe(true);
	expect(isDatabaseDown(fromDriver({ kind: 'postgres', code: '42601' }))).toBe(false);
	expect(isDatabaseDown(null)).toBe(false);
});

test('a full disk is an answer of its own: nothing is saved, apps run', () => {
	const full = fromDriver({ kind: 'postgres', code: '53100' });
	expect(isDatabaseDown(full)).toBe(false);
	expect(asAppError(full)).toMatchObject({ code: 'disk_full', status: 503 });
});
