import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from '../runtime/port.ts';
import { labels } from '../spec.ts';
import { isRunning, isWeb } from './own-containers.ts';
import type { StepContext } from './step.ts';

/**
 * Milliseconds until nobody is sent to a container any more after names said so: the edge keeps an answer
 * for 50 ms, a request that has it may still be on its way.
 */
const settling = 250;
/** Milliseconds between two looks at the connections that are still open. */
const pause = 50;
/** Milliseconds that open requests get where connections can not be seen. */
const blindWait = 2_000;

export interface Finished {
	/** Connections that were open when new ones went elsewhere; null: they can not be seen. */
	seen: number | null;
	/** Those of them that outlasted the time they were given. */
	left: number;
}

/**
 * Lets containers that get no new requests finish those they have: until no connection is open any more
 * (the edge closes idle ones after 1.5 s), or the service's drain time is over.
 */
export async function letFinish(
	containers: Container[],
	context: StepContext
): Promise<Map<string, Finished>> {
	const asked = containers.filter((one) => isRunning(one) && isWeb(one));
	if (asked.length > 0) await delay(settling, undefined, { signal: context.signal });
	const all = asked.map(async (one) => [one.name, await untilQuiet(one, context)] as const);
	return new Map(await Promise.all(all));
}

async function untilQuiet(
	{ name, labels: own }: Container,
	{ spec, engine, signal }: StepContext
): Promise<Finished> {
	const port = Number(own[labels.port]);
	const end = Date.now() + spec.run.drainSeconds * 1000;
	const seen = await engine.runtime.connections(name, port);
	if (seen === null) {
		await delay(Math.min(blindWait, spec.run.drainSeconds * 1000), undefined, { signal });
		return { seen, left: 0 };
	}
	for (let left = seen; ; left = (await engine.runtime.connections(name, port)) ?? 0) {
		if (left === 0 || Date.now() >= end) return { seen, left };
		await delay(pause, undefined, { signal });
	}
}

/** "finished its 3 open connections", "had 2 of its 5 connections ended after 30 s". */
export function finishWords(all: Iterable<Finished>, drainSeconds: number): string {
	const every = [...all];
	const seen = every.reduce((sum, one) => sum + (one.seen ?? 0), 0);
	const left = every.reduce((sum, one) => sum + one.left, 0);
	const connections = seen === 1 ? 'connection' : 'connections';
	if (left > 0) return `had ${left} of its ${seen} ${connections} ended after ${drainSeconds} s`;
	if (seen > 0) return `finished its ${seen} open ${connections}`;
	return every.some((one) => one.seen === null)
		? 'had its time to finish'
		: 'had no open connection';
}
