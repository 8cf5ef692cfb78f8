import { request } from 'node:http';

export interface Answers {
	/** Milliseconds of each, in order. */
	took: number[];
	failed: number;
	/** The share that came within this many milliseconds. */
	within(milliseconds: number): number;
	stop(): Promise<void>;
}

/** Asks an address over and over, on a new connection each time, until it is stopped. */
export function askOften(url: string, everyMs = 50): Answers {
	const took: number[] = [];
	const open = new Set<Promise<void>>();
	const ask = () => {
		const began = performance.now();
		const one = answer(url)
			.then(
				() => void took.push(performance.now() - began),
				() => void answers.failed++
			)
			.finally(() => open.delete(one));
		open.add(one);
	};
	const timer = setInterval(ask, everyMs);
	const answers: Answers = {
		took,
		failed: 0,
		within: (limit) => took.filter((time) => time <= limit).length / Math.max(1, took.length),
		async stop() {
			clearInterval(timer);
			await Promise.all(open);
		}
	};
	return answers;
}

const answer = (url: string) =>
	new Promise<void>((resolve, reject) => {
		const asked = request(url, { agent: false, timeout: 10_000 }, (response) => {
			response.resume().on('end', resolve).on('error', reject);
		});
		asked.on('timeout', () => asked.destroy(new Error('no answer')));
		asked.on('error', reject).end();
	});
