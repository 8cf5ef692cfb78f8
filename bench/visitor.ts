import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { toLoopback } from '../e2e/fixtures/to-loopback.ts';

export interface Visitor {
	/** Asks every few milliseconds; resolves with the performance.now() of the first 200 that holds `text`. */
	untilSees(text: string, signal: AbortSignal): Promise<number>;
	close(): Promise<void>;
}

const askEvery = 4;

/** Somebody who looks at one URL, over one kept-alive connection. Every name is this machine. */
export function visitor(url: string): Visitor {
	const agent = new Agent({
		connections: 1,
		connect: { rejectUnauthorized: false, servername: new URL(url).hostname, lookup: toLoopback }
	});
	return {
		async untilSees(text, signal) {
			for (;;) {
				const seen = await look(agent, url, signal);
				const at = performance.now();
				if (seen?.includes(text)) return at;
				await delay(askEvery, undefined, { signal });
			}
		},
		close: () => agent.destroy()
	};
}

/** null: not a good answer yet. */
async function look(agent: Agent, url: string, signal: AbortSignal): Promise<string | null> {
	signal.throwIfAborted();
	try {
		const { statusCode, body } = await request(url, { dispatcher: agent, signal });
		const text = await body.text();
		return statusCode === 200 ? text : null;
	} catch {
		signal.throwIfAborted();
		return null;
	}
}
