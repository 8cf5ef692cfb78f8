import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { keepAlive, type Kept } from './keep.ts';
import type { Watched } from './watched.ts';

/** A program that ends when killed, and answers until it hangs. */
function program() {
	const ended = Promise.withResolvers<string>();
	const killed: string[] = [];
	const watched = {
		pid: 1,
		beats: null as Watched['beats'],
		ended: ended.promise,
		kill: (signal: string) => {
			killed.push(signal);
			ended.resolve(signal);
		}
	} satisfies Watched;
	return { watched, killed, end: ended.resolve };
}

function keeping(over: Partial<Kept> = {}) {
	const stopping = new AbortController();
	const said: string[] = [];
	const kept: Kept = {
		name: 'it',
		adopted: null,
		start: async () => program().watched,
		probe: async () => {},
		timing: { every: 5, patience: 400, startWithin: 800 },
		say: (line) => said.push(line),
		stopping: stopping.signal,
		onAnswer: () => {},
		giveUpAfter: 3,
		...over
	};
	return { kept: keepAlive(kept), said, stop: () => stopping.abort() };
}

async function until(fact: () => boolean) {
	while (!fact()) await delay(2);
}

describe('keepAlive', () => {
	it('leaves a running program alone when told to stop, and says which it is', async () => {
		const only = program();
		let answered = false;
		const { kept, stop } = keeping({
			start: async () => only.watched,
			onAnswer: () => (answered = true)
		});
		await until(() => answered);
		stop();
		expect(await kept).toBe(only.watched);
		expect(only.killed).toEqual([]);
	});

	it('waits less for one whose socket is gone than for one that is slow', async () => {
		const deaf = program();
		const next = program();
		let isGone = false;
		let answers = 0;
		const { kept, stop } = keeping({
			adopted: deaf.watched,
			start: async () => next.watched,
			timing: { every: 5, patience: 600_000, startWithin: 800, refusal: 20 },
			onAnswer: () => (isGone = ++answers === 1),
			probe: async () => {
				if (isGone && deaf.killed.length === 0)
					throw Object.assign(new Error('nobody listens'), { code: 'ENOENT' });
			}
		});
		await until(() => answers === 2);
		expect(deaf.killed).toEqual(['SIGKILL']);
		stop();
		expect(await kept).toBe(next.watched);
	});

	it('begins with the one that runs already', async () => {
		const adopted = program();
		let starts = 0;
		const { kept, stop } = keeping({
			adopted: adopted.watched,
			start: async () => {
				starts++;
				return program().watched;
			}
		});
		adopted.end('gone');
		await until(() => starts === 1);
		stop();
		await kept;
	});

	it('starts it again at once, each time, when it had answered', async () => {
		const all: ReturnType<typeof program>[] = [];
		let answers = 0;
		const { kept, said, stop } = keeping({
			// Longer than the test: it would notice any pause.
			pauses: { first: 60_000, longest: 60_000 },
			start: async () => {
				all.push(program());
				return all.at(-1)!.watched;
			},
			onAnswer: () => answers++
		});
		for (let round = 1; round <= 5; round++) {
			await until(() => answers === round);
			all.at(-1)!.end('SIGKILL');
			await until(() => all.length === round + 1);
		}
		stop();
		await kept;
		expect(said[0]).toBe('it ended (SIGKILL); starting it again');
	});

	it('kills one that stops answering', async () => {
		const all: ReturnType<typeof program>[] = [];
		let hangs = false;
		const { kept, said, stop } = keeping({
			start: async () => {
				hangs = false;
				all.push(program());
				return all.at(-1)!.watched;
			},
			probe: async (signal) => {
				if (!hangs) return;
				await new Promise((_resolve, reject) => signal.addEventListener('abort', reject));
			}
		});
		await until(() => all.length === 1);
		await delay(10);
		hangs = true;
		await until(() => all.length === 2);
		stop();
		await kept;
		expect(all[0]!.killed).toEqual(['SIGKILL']);
		expect(said).toEqual(['it ended (it did not answer); starting it again']);
	});

	it('kills one that no longer beats, though it answers', async () => {
		const deaf = program();
		const beaten = Number(process.hrtime.bigint()) / 1e6;
		deaf.watched.beats = { latest: () => beaten };
		const next = program();
		let starts = 0;
		const { kept, stop } = keeping({
			start: async () => [deaf.watched, next.watched][starts++]!,
			timing: { every: 5, patience: 600_000, startWithin: 800, beat: 200 }
		});
		await until(() => starts === 2);
		expect(deaf.killed).toEqual(['SIGKILL']);
		stop();
		expect(await kept).toBe(next.watched);
	});

	it('asks again at once when there is news', async () => {
		const news = new AbortController();
		let asked = 0;
		const { kept, stop } = keeping({
			timing: { every: 600_000, patience: 400, startWithin: 800 },
			probe: async () => (asked++ === 0 ? news.signal : undefined)
		});
		await until(() => asked === 1);
		news.abort();
		await until(() => asked === 2);
		stop();
		await kept;
	});

	it('gives up one that never answers', async () => {
		const { kept } = keeping({
			start: async () => {
				const short = program();
				short.end('code 1');
				return short.watched;
			},
			probe: () => Promise.reject(new Error('refused'))
		});
		await expect(kept).rejects.toMatchObject({ code: 'edge_not_started' });
	});

	it('gives up one that cannot even be started', async () => {
		const { kept, said } = keeping({ start: () => Promise.reject(new Error('ENOENT')) });
		await expect(kept).rejects.toMatchObject({ code: 'edge_not_started' });
		expect(said[0]).toContain('ENOENT');
	});
});
