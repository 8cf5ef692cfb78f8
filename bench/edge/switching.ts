import { setTimeout as delay } from 'node:timers/promises';
import { startBackend, type Backend } from '../../e2e/fixtures/backend.ts';
import { startClients, type Tally } from '../../e2e/fixtures/edge-clients.ts';
import { visitor } from '../visitor.ts';
import type { SwitchedEdge } from './switched-edge.ts';

export const host = 'watched.localhost';

const clients = { fresh: 8, kept: 8, sockets: 4, slow: 1, rest: 15 };
const seenWithin = 10_000;
/** Between two switches, in milliseconds: both sides get the same time. */
const pause = 60;
const domains = 100;
const serviceEvery = 5;

export interface Switched {
	tally: Tally;
	/** Milliseconds of each switch from the wish until a visitor sees it. */
	visible: number[];
}

export type Pair = readonly [blue: Backend, green: Backend];

export interface Length {
	/** At least so many switches, and so many requests. */
	switches: number;
	requests: number;
}

/** Two versions of an app; each reads the whole body before it answers with its name. */
export async function startVersions(): Promise<Pair> {
	return [await slurping('blue'), await slurping('green')];
}

function slurping(name: string): Promise<Backend> {
	return startBackend(name, (incoming, response) => {
		incoming.resume().on('end', () => response.end(name));
	});
}

/**
 * Switches the watched site to and fro under visitors of all kinds, while a hundred domains are added and
 * every fifth time a service comes and goes. Stops the edge at the end.
 */
export async function switchUnderLoad(
	edge: SwitchedEdge,
	{ versions, length, signal }: { versions: Pair; length: Length; signal: AbortSignal }
): Promise<Switched> {
	const eyes = visitor(`https://${host}:${edge.httpsPort}`);
	const within = () => AbortSignal.any([signal, AbortSignal.timeout(seenWithin)]);
	try {
		await eyes.untilSees('blue', within());
		const load = startClients({ ...clients, httpsPort: edge.httpsPort, host: () => host });
		const visible: number[] = [];
		try {
			while (visible.length < length.switches || load.tally.sent < length.requests) {
				const isGreen = visible.length % 2 === 0;
				const begun = performance.now();
				await edge.pointTo(versions[isGreen ? 1 : 0]);
				const seen = await eyes.untilSees(isGreen ? 'green' : 'blue', within());
				visible.push(seen - begun);
				await changeOthers(edge, visible.length);
				await delay(pause, undefined, { signal });
			}
		} finally {
			await load.stop();
		}
		return { tally: load.tally, visible };
	} finally {
		await eyes.close();
		await edge.stop();
	}
}

async function changeOthers(edge: SwitchedEdge, round: number): Promise<void> {
	if (round <= domains) await edge.addDomain();
	if (round % serviceEvery === 0) await edge.addService();
	if (round % serviceEvery === serviceEvery - 1 && round > serviceEvery) await edge.removeService();
}
