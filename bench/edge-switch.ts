import { readEnv } from '#env';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { startRoutedCaddy } from './edge/routed-caddy.ts';
import { startNamedEdge } from './edge/switched-edge.ts';
import { host, startVersions, switchUnderLoad, type Switched } from './edge/switching.ts';
import { growthRow } from './growth.ts';
import { median, quantile } from './ratio.ts';
import type { Row } from './table.ts';

/** By PATCH, a switch at ten thousand routes takes half a second and more: a few of them tell it. */
const sizes = [
	{ sites: 10, byPatch: 100 },
	{ sites: 1000, byPatch: 100 },
	{ sites: 10_000, byPatch: 10 }
] as const;
const switches = 100;
/** Over all sizes. */
const requests = 100_000;
const quickRequests = 5_000;
const visibleMark = 50;
const growthMark = 1.5;

interface Compared {
	sites: number;
	ours: Switched;
	routed: Switched;
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
		const { signal, say, isQuick } = options;
		const versions = await startVersions();
		const compared: Compared[] = [];
		const each = Math.ceil((isQuick ? quickRequests : requests) / sizes.length);
		try {
			for (const { sites, byPatch } of sizes) {
				const wanted = { host, sites, first: versions[0] };
				const go = { versions, signal };
				say(`  ${sites} sites, ours`);
				const length = { switches, requests: each };
				const ours = await switchUnderLoad(await startNamedEdge(binary, wanted), { ...go, length });
				say(`  ${ours.visible.length} switches, ${ours.tally.sent} requests; by PATCH`);
				const routed = await switchUnderLoad(await startRoutedCaddy(binary, wanted), {
					...go,
					length: { switches: byPatch, requests: 0 }
				});
				compared.push({ sites, ours, routed });
			}
		} finally {
			await Promise.all(versions.map((version) => version.stop()));
		}
		return { rows: rowsOf(compared, options), notes: [] };
	}
};

function rowsOf(compared: Compared[], { isQuick }: BenchOptions): Row[] {
	const [few, many] = [compared[0], compared.at(-1)];
	if (!few || !many) return [];
	return [
		wholeRow(compared, isQuick ? 0 : requests),
		...compared.flatMap((one) => [lostRow(one), visibleRow(one)]),
		growthRow(
			'B8',
			'a switch, by sites',
			{
				from: few.sites,
				to: many.sites,
				few: median(few.ours.visible),
				many: median(many.ours.visible)
			},
			{ atMost: growthMark }
		)
	];
}

function wholeRow(compared: Compared[], atLeast: number): Row {
	const sum = (count: (ours: Switched) => number) =>
		compared.reduce((whole, { ours }) => whole + count(ours), 0);
	const lost = sum(({ tally }) => tally.lost.length);
	const sent = sum(({ tally }) => tally.sent);
	const said = sent.toLocaleString('en');
	return {
		id: 'B8',
		what: `${sum(({ visible }) => visible.length)} switches: lost requests and WebSockets`,
		result: `${lost} of ${said}`,
		mark: atLeast === 0 ? '0' : `0 of ${atLeast.toLocaleString('en')}`,
		passed: lost === 0 && sent >= atLeast,
		figures: compared.flatMap(({ ours }) => ours.tally.lost.slice(0, 1)).join('; ')
	};
}

function lostRow({ sites, ours, routed }: Compared): Row {
	const said = ({ tally }: Switched) => `${tally.lost.length} of ${tally.sent}`;
	return {
		id: 'B8',
		what: `at ${sites} sites: lost / by PATCH`,
		result: said(ours),
		mark: '0',
		passed: ours.tally.lost.length === 0,
		figures: `${routed.visible.length} switches by PATCH: ${said(routed)}`
	};
}

function visibleRow({ sites, ours, routed }: Compared): Row {
	const said = ({ visible }: Switched) =>
		`${median(visible).toFixed(1)} ms (95 %: ${quantile(visible, 0.95).toFixed(1)} ms)`;
	return {
		id: 'B8',
		what: `at ${sites} sites: a switch is visible / by PATCH`,
		result: said(ours),
		mark: `median ≤ ${visibleMark} ms`,
		passed: median(ours.visible) <= visibleMark,
		figures: `by PATCH ${said(routed)}; slowest visitor ${ours.tally.worstMilliseconds.toFixed(0)} / ${routed.tally.worstMilliseconds.toFixed(0)} ms`
	};
}
