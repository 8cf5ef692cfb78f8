import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from '../../runtime/port.ts';
import { labels } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import type { Step, StepContext } from '../step.ts';
import type { Started } from './start.ts';

/**
 * Milliseconds until nobody is sent to the old containers any more: the edge keeps an answer of names
 * for 50 ms, a request that has it may still be on its way.
 */
const settling = 250;
/** Milliseconds between two looks at the connections that are still open. */
const pause = 50;
/** Milliseconds that open requests get where connections can not be seen. */
const blindWait = 2_000;

/**
 * Lets the old containers finish what they have begun, then stops and removes them. Waiting ends
 * when no connection is open any more (the edge closes idle ones after 1.5 s) or after 30 s, which is
 * for WebSockets and endless downloads; then they are asked to stop, and have their grace.
 */
export const drain: Step<Started, number> = {
	name: 'drain',
	deadline: ({ run }) => deadlines.drain + run.stopGraceSeconds * 1000 + deadlines.detect,
	async run({ containers }, context) {
		const { spec, engine, signal } = context;
		const fresh = new Set(containers.map(({ name }) => name));
		const own = { [labels.installation]: spec.installation, [labels.service]: spec.service };
		const old = (await engine.runtime.list(own)).filter(({ name }) => !fresh.has(name));
		if (old.length === 0) return 0;
		await delay(settling, undefined, { signal });
		await Promise.all(
			old.map(async (one) => {
				if (one.state === 'running') await untilQuiet(one, context);
				await engine.runtime.remove(one.name, { graceSeconds: spec.run.stopGraceSeconds });
			})
		);
		return old.length;
	},
	summary: (count) =>
		count === 0 ? 'there was no older version' : 'the older version finished its requests'
};

async function untilQuiet(
	{ name, labels: own }: Container,
	{ engine, signal, log }: StepContext
): Promise<void> {
	const port = Number(own[labels.port]);
	const end = Date.now() + deadlines.drain;
	let last: number | null = 0;
	while (Date.now() < end) {
		last = await engine.runtime.connections(name, port);
		if (last === 0) return;
		if (last === null) return void (await delay(blindWait, undefined, { signal }));
		await delay(pause, undefined, { signal });
	}
	log(`${last} connections to the older version are still open: they are ended now`);
}
