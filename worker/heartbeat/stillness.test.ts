import { expect, test } from 'vitest';
import { Stillness } from './stillness.ts';

/** The marks after beats, each given as its own number and the lowest that was not over. */
function marksAfter(...beats: [own: number, lowest: number][]): number[] {
	const stillness = new Stillness();
	return beats.map(([own, lowest]) => {
		stillness.beat({ own: BigInt(own), lowest: BigInt(lowest) });
		return stillness.mark;
	});
}

test('keeps its mark while each beat has the next number', () => {
	const [first, ...others] = marksAfter([7, 7], [8, 8], [9, 9]);
	expect(others).toEqual([first, first]);
});

test('has another mark when somebody wrote between two beats', () => {
	const [before, after, still] = marksAfter([7, 7], [9, 9], [10, 10]);
	expect(after).not.toBe(before);
	expect(still).toBe(after);
});

test('believes nothing of what was begun before a beat and ended after it', () => {
	const [, during, after, still] = marksAfter([6, 6], [8, 7], [9, 9], [10, 10]);
	expect(after).not.toBe(during);
	expect(still).toBe(after);
});

test('has another mark at each beat while somebody writes', () => {
	const marks = marksAfter([8, 7], [9, 7], [10, 7]);
	expect(new Set(marks).size).toBe(3);
});

test('has another mark after a lost connection', () => {
	const stillness = new Stillness();
	stillness.beat({ own: 7n, lowest: 7n });
	const before = stillness.mark;
	stillness.lost();
	stillness.beat({ own: 8n, lowest: 8n });
	expect(stillness.mark).not.toBe(before);
});
