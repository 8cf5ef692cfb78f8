import { expect, test } from 'vitest';
import { judgePorts } from './ports.ts';

const at = (port: number, isLoopback: boolean) => ({ port, isLoopback, inode: '1' });

test('is content while nothing dangerous is open', () => {
	expect(judgePorts([at(443, false), at(3000, true), at(5432, true)], 3000)).toEqual([
		{ state: 'ok', what: 'Ports', detail: 'none of 2375, 2019, 5432, 3000 is open to others' }
	]);
});

test("fails on what others can reach, the panel's own port too", () => {
	const findings = judgePorts([at(5432, false), at(3001, false), at(3001, true)], 3001);
	expect(findings.map(({ state, what }) => [state, what])).toEqual([
		['failure', 'Port 5432'],
		['failure', 'Port 3001']
	]);
});

test('warns of an admin API without a password, even on loopback', () => {
	expect(judgePorts([at(2019, true)], 3000)).toMatchObject([{ state: 'warning' }]);
});
