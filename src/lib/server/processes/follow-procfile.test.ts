import { describe, expect, it } from 'vitest';
import { followProcfile } from './follow-procfile.ts';

const nothing = { add: [], change: [], remove: [] };
const worker = { name: 'worker', command: 'node worker.js' };
const clock = { name: 'clock', command: 'node clock.js' };

describe('the processes of a new Procfile', () => {
	it('run when they are called worker, and else wait to be scaled', () => {
		expect(followProcfile([], { before: [], after: [worker, clock] }).add).toEqual([
			{ ...worker, replicas: 1 },
			{ ...clock, replicas: 0 }
		]);
	});

	it('change with it', () => {
		const after = [{ ...worker, command: 'node other.js' }];
		expect(followProcfile([worker, clock], { before: [worker, clock], after })).toEqual({
			...nothing,
			change: after,
			remove: ['clock']
		});
	});

	it('stay as a person wrote them', () => {
		const mine = { ...worker, command: 'node mine.js' };
		const own = { name: 'own', command: 'x' };
		const after = [{ ...worker, command: 'node other.js' }];
		expect(followProcfile([mine, own], { before: [worker], after })).toEqual(nothing);
	});

	it('stay removed by a person until they are gone from the file for once', () => {
		expect(followProcfile([], { before: [worker], after: [worker] })).toEqual(nothing);
		expect(followProcfile([], { before: [], after: [worker] }).add).toHaveLength(1);
	});

	it('are left out when their name can not be', () => {
		const after = [
			{ name: 'a b', command: 'x' },
			{ name: 'release', command: 'x' }
		];
		expect(followProcfile([], { before: [], after })).toEqual(nothing);
	});
});
