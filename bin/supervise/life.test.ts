import { expect, test } from 'vitest';
import { watchLife, type Timing } from './life.ts';

const timing: Timing = { startMs: 60, startEveryMs: 1, everyMs: 1, answerMs: 20, misses: 3 };

function watch(answers: (boolean | 'silent')[]) {
	const ended = new AbortController();
	let asked = 0;
	let readyAt = -1;
	const outcome = watchLife(
		async (signal) => {
			const answer = answers[asked++];
			if (answer === undefined) ended.abort();
			if (answer === 'silent') {
				const { promise, reject } = Promise.withResolvers<void>();
				signal.addEventListener('abort', () => reject(new Error('no answer')));
				await promise;
			}
			if (!answer) throw new Error('refused');
		},
		{ timing, ended: ended.signal, onReady: () => (readyAt = asked) }
	);
	return outcome.then((result) => ({ result, asked, readyAt }));
}

test('is ready at the first answer', async () => {
	expect(await watch([false, false, true, true])).toMatchObject({ result: 'ended', readyAt: 3 });
});

test('does not ask again where no silence counts', async () => {
	const ended = new AbortController();
	let asked = 0;
	const outcome = watchLife(async () => void asked++, {
		timing: { ...timing, misses: Infinity },
		ended: ended.signal,
		onReady: () => setTimeout(() => ended.abort(), 20)
	});
	expect(await outcome).toBe('ended');
	expect(asked).toBe(1);
});

test('forgives two silent questions', async () => {
	const answers = [true, 'silent', false, true, false, false, true] as const;
	expect(await watch([...answers])).toMatchObject({ result: 'ended', asked: 8 });
});

test('hangs after three silent questions in a row', async () => {
	const answers = [true, 'silent', 'silent', 'silent', true] as const;
	expect(await watch([...answers])).toMatchObject({ result: 'hangs', asked: 4 });
});

test('hangs when it never begins to answer', async () => {
	const never = Array.from({ length: 10_000 }, () => false);
	expect(await watch(never)).toMatchObject({ result: 'hangs', readyAt: -1 });
});
