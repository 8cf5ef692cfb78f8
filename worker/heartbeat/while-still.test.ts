import { expect, test } from 'vitest';
import { whileStill } from './while-still.ts';

function reading(holds?: (value: number) => boolean) {
	let mark = 0;
	let reads = 0;
	const heartbeat = { mark: () => Promise.resolve(mark) };
	const read = whileStill(heartbeat, () => Promise.resolve(++reads), holds);
	return { read, write: () => void mark++ };
}

test('reads once while nobody writes, and again when somebody has', async () => {
	const { read, write } = reading();
	expect([await read(), await read()]).toEqual([1, 1]);
	write();
	expect([await read(), await read()]).toEqual([2, 2]);
});

test('reads each time what does not hold by itself', async () => {
	const { read } = reading((value) => value > 2);
	expect([await read(), await read(), await read(), await read()]).toEqual([1, 2, 3, 3]);
});
