import { expect, test } from 'vitest';
import { sseResponse } from './sse.ts';

test('sends messages with their names and ids, and ends when its source does', async () => {
	const response = sseResponse(async ({ send }) => {
		await send({ text: 'deployment:1' });
		await send({ text: '[]', id: 42, event: 'end' });
	});
	expect(response.headers.get('content-type')).toBe('text/event-stream');
	expect(await response.text()).toBe(
		'retry: 1000\n\ndata: deployment:1\n\nevent: end\nid: 42\ndata: []\n\n'
	);
});

test('tells its source when the reader goes away', async () => {
	let left = () => {};
	const leaving = new Promise<void>((resolve) => (left = resolve));
	const response = sseResponse(
		({ signal }) =>
			new Promise((resolve) =>
				signal.addEventListener('abort', () => {
					left();
					resolve();
				})
			)
	);
	const reader = response.body!.getReader();
	await reader.read();
	await reader.cancel();
	await leaving;
});

test('a slow reader slows its sender instead of filling the memory', async () => {
	let sent = 0;
	const response = sseResponse(async ({ send, signal }) => {
		while (sent < 1000 && !signal.aborted) {
			await send({ text: 'x' });
			sent++;
		}
	});
	const reader = response.body!.getReader();
	await reader.read();
	await reader.read();
	await new Promise(setImmediate);
	expect(sent).toBeLessThan(10);
	let messages = 1;
	while (!(await reader.read()).done) messages++;
	expect(messages).toBe(1000);
});

test('an error of the source reaches the reader as a broken stream', async () => {
	const response = sseResponse(() => Promise.reject(new Error('gone')));
	await expect(response.text()).rejects.toThrow('gone');
});
