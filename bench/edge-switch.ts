import { setTimeout as delay } from 'node:timers/promises';
import { readEnv } from '#env';
import { startBackend, type Backend } from '../e2e/fixtures/backend.ts';
import { startClients, type Tally } from '../e2e/fixtures/edge-clients.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { startRoutedCaddy } from './edge/routed-caddy.ts';
import { startNamedEdge, type SwitchedEdge } from './edge/switched-edge.ts';
import { median, quantile } from './ratio.ts';
import type { Row } from './table.ts';
import { visitor } from './visitor.ts';

const host = 'watched.localhost';
const switches = 100;
const sizes = [10, 1000];
const clients = { fresh: 8, kept: 8, sockets: 4, slow: 1, rest: 20 };
const visibleMark = 50;
/** A hundred times the sites may cost half again as much, and no more. */
const growthMark = 1.5;
const seenWithin = 10_000;
/** Between two switches, in milliseconds: both sides get the same time. */
const pause = 60;

interface Measured {
	tally: Tally;
	/** Milliseconds from the wish to switch until a visitor sees it. */
	visible: number[];
}

/**
 * B8: 100 switches under visitors of all kinds, while domains are added and services come and go; ours,
 * and a PATCH of one of as many routes of the same Caddy.
 */
export const edgeSwitch: Benchmark = {
	id: 'B8',
	title: 'switching under load',
	async run(options) {
		const { GANTRY_CADDY: binary } = readEnv();
		const backends = [await slurping('blue'), await slurping('green')] as const;
		const rows: Row[] = [];
		const visible: number[] = [];
		try {
			for (const sites of sizes) {
				const wanted = { host, sites, first: backends[0] };
				options.say(`  ${sites} sites, ours`);
				const ours = await measured(await startNamedEdge(binary, wanted), backends, options);
				options.say(`  ${sites} sites, by PATCH`);
				const routed = await measured(await startRoutedCaddy(binary, wanted), backends, options);
				rows.push(lostRow(sites, ours, routed), visibleRow(sites, ours, routed));
				visible.push(median(ours.visible));
			}
		} finally {
			await Promise.all(backends.map((backend) => backend.stop()));
		}
		return { rows: [...rows, growthRow(visible)], notes: [] };
	}
};

/** An app that reads the whole body before it answers. */
function slurping(name: string): Promise<Backend> {
	return startBackend(name, (incoming, response) => {
		incoming.resume().on('end', () => response.end(name));
	});
}

async function measured(
	edge: SwitchedEdge,
	backends: readonly [Backend, Backend],
	{ signal }: BenchOptions
): Promise<Measured> {
	const eyes = visitor(`https://${host}:${edge.httpsPort}`);
	try {
		await eyes.untilSees('blue', within(signal));
		const load = startClients({ ...clients, httpsPort: edge.httpsPort, host: () => host });
		const visible: number[] = [];
		for (let round = 1; round <= switches; round++) {
			const begun = performance.now();
			await edge.pointTo(backends[round % 2]!);
			const seen = await eyes.untilSees(round % 2 === 0 ? 'blue' : 'green', within(signal));
			visible.push(seen - begun);
			await edge.addDomain();
			if (round % 5 === 0) await edge.addService();
			if (round % 5 === 4) await edge.removeService();
			await delay(pause, undefined, { signal });
		}
		return { tally: await load.stop(), visible };
	} finally {
		await eyes.close();
		await edge.stop();
	}
}

const within = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(seenWithin)]);

function lostRow(sites: number, ours: Measured, routed: Measured): Row {
	const said = ({ tally }: Measured) => `${tally.lost.length} of ${tally.sent}`;
	return {
		id: 'B8',
		what: `${switches} switches at ${sites} sites: lost requests and WebSockets / by PATCH`,
		result: said(ours),
		mark: '0',
		passed: ours.tally.lost.length === 0,
		figures: `by PATCH ${said(routed)}${ours.tally.lost[0] ? `; ours: ${ours.tally.lost[0]}` : ''}`
	};
}

function visibleRow(sites: number, ours: Measured, routed: Measured): Row {
	const said = ({ visible }: Measured) =>
		`${median(visible).toFixed(1)} ms (95 %: ${quantile(visible, 0.95).toFixed(1)} ms)`;
	return {
		id: 'B8',
		what: `a switch is visible, at ${sites} sites / by PATCH`,
		result: said(ours),
		mark: `median ≤ ${visibleMark} ms`,
		passed: median(ours.visible) <= visibleMark,
		figures: `by PATCH ${said(routed)}; slowest visitor ${ours.tally.worstMilliseconds.toFixed(0)} / ${routed.tally.worstMilliseconds.toFixed(0)} ms`
	};
}

function growthRow([few = Number.NaN, many = Number.NaN]: number[]): Row {
	return {
		id: 'B8',
		what: `a switch at ${sizes.at(-1)} sites / at ${sizes[0]}`,
		result: (many / few).toFixed(2),
		mark: `≤ ${growthMark}`,
		passed: many / few <= growthMark,
		figures: `${many.toFixed(1)} / ${few.toFixed(1)} ms`
	};
}
