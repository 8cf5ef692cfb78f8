import { expect, test } from 'vitest';
import { AppError } from '#engine/error.ts';
import { Writes } from './writes.ts';

test('are made one after the other, while whoever adds them goes on', async () => {
	const writes = new Writes();
	const made: string[] = [];
	const { promise: held, resolve: release } = Promise.withResolvers<void>();
	await writes.add(async () => {
		await held;
		made.push('first');
	});
	await writes.add(async () => void made.push('second'));
	expect(made).toEqual([]);
	release();
	await writes.settled();
	expect(made).toEqual(['first', 'second']);
});

test('end with the first that fails, and its error is not lost', async () => {
	const writes = new Writes();
	const error = new AppError('broken', 500, 'Broken');
	const made: string[] = [];
	await writes.add(() => Promise.reject(error));
	await writes.add(async () => void made.push('second'));
	await expect(writes.settled()).rejects.toBe(error);
	await expect(writes.add(async () => void made.push('third'))).rejects.toBe(error);
	expect(made).toEqual([]);
});
