import { writeFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../e2e/fixtures/browser.ts';
import { startDemoPanel } from '../e2e/fixtures/demo-panel.ts';
import { signIn } from '../e2e/fixtures/demo/pages.ts';
import { serveVirtualList, type VirtualList } from './bare/virtual-list.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { growthRow } from './growth.ts';
import { inTime } from './in-time.ts';
import { interleave, median, quantile, ratioOf, said, type Pairs, type Ratio } from './ratio.ts';
import { openByClick } from './pages/open-by-click.ts';
import { limitRow, memoryRow, ratioRow, type Row } from './table.ts';

const mark = 1.5;
const growthMark = 1.5;
const paintMark = 150;
/** What a person takes for at once. */
const jumpMark = 100;
const heapMark = 64 * 2 ** 20;
const nodesMark = 400;
/** Of one look at a log: opened, and jumped through. */
const lookDeadline = 120_000;

/** Milliseconds that one size took; the first look, which counts the lines or fills caches, is none of them. */
interface Measured {
	opened: Pairs;
	jumps: number[];
	rows: Row[];
}

/** B12: a long log opened and jumped through in Chromium, against a hand-made list that has it all in memory. */
export const logViewer: Benchmark = {
	id: 'B12',
	title: 'log viewer',
	async run(options) {
		await using stack = new AsyncDisposableStack();
		const browser = await openBrowser();
		stack.defer(() => browser.close());
		const sizes = options.isQuick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
		const measured: Measured[] = [];
		for (const lines of sizes) {
			options.say(`  ${lines.toLocaleString('en')} lines`);
			measured.push(await measure(browser, { lines, options }));
		}
		const [few, many] = [measured[0], measured.at(-1)];
		const grown = (what: string, costOf: (of?: Measured) => number) =>
			growthRow(
				'B12',
				what,
				{ from: sizes[0] ?? 0, to: sizes.at(-1) ?? 0, few: costOf(few), many: costOf(many) },
				{ atMost: growthMark }
			);
		return {
			rows: [
				...measured.flatMap(({ rows }) => rows),
				grown('open by lines', (of) => median(of?.opened.ours ?? [])),
				grown('jump by lines', (of) => median(of?.jumps ?? []))
			],
			notes: []
		};
	}
};

async function measure(
	browser: Browser,
	{ lines, options }: Pick<Compared, 'lines' | 'options'>
): Promise<Measured> {
	await using stack = new AsyncDisposableStack();
	const panel = await startDemoPanel();
	stack.defer(() => panel.stop());
	const storageState = await signIn(browser, panel.url);
	const viewport = { width: 1280, height: 800 };
	const context = await browser.newContext({ storageState, viewport });
	stack.defer(() => context.close());
	await warmUp(context, `${panel.url}/services/${panel.demo.siteId}/logs`);
	const path = panel.paths.serviceLog(panel.demo.serviceId);
	await writeFile(path, longLog(lines));
	const list = stack.use(await serveVirtualList(path));
	const service = `${panel.url}/services/${panel.demo.serviceId}`;
	return await compare({ context, service, list, lines, options });
}

/** The same page of another service, so that no size pays for the first calls of a new panel. */
async function warmUp(context: BrowserContext, url: string): Promise<void> {
	const page = await context.newPage();
	for (let visit = 0; visit < 5; visit++) await page.goto(url);
	await page.close();
}

function longLog(lines: number): string {
	const now = Date.now();
	return Array.from(
		{ length: lines },
		(_, at) => `${now - lines + at}\to\tweb\t#${at + 1} [build 6/6] compiled hay in ${at % 97} ms\n`
	).join('');
}

interface Compared {
	context: BrowserContext;
	/** Address of the page of the service whose log it is. */
	service: string;
	list: VirtualList;
	lines: number;
	options: BenchOptions;
}

async function compare({ context, service, list, lines, options }: Compared): Promise<Measured> {
	const { pairs, say, signal } = options;
	const looks: Record<'ours' | 'bare', Look[]> = { ours: [], bare: [] };
	const look = async (side: 'ours' | 'bare', url: string) => {
		const within = AbortSignal.any([signal, AbortSignal.timeout(lookDeadline)]);
		const page = await context.newPage();
		try {
			const seen = await inTime(lookAt(page, url, lines), within);
			looks[side].push(seen);
			return seen.shown;
		} finally {
			await page.close();
		}
	};
	const opened = await interleave(
		pairs,
		said(say, 'ours', () => look('ours', `${service}/logs`)),
		said(say, 'by hand', () => look('bare', list.url))
	);
	const clicked = await interleave(
		pairs,
		said(say, 'ours, by a click', () => openByClick(context, { from: service, lines })),
		said(say, 'by hand, by a click', () => openByClick(context, { from: list.closedUrl, lines }))
	);
	const least = await paintsOf(context, list.emptyUrl, pairs);
	const [first, ...later] = looks.ours;
	const byHand = looks.bare.slice(1).flatMap(({ jumps }) => jumps);
	const jumps = later.flatMap((seen) => seen.jumps);
	const many = `${lines.toLocaleString('en')} lines`;
	return {
		opened,
		jumps,
		rows: [
			ratioRow('B12', `${many}: open by a click / a list by hand`, ratioOf(clicked), mark),
			openRow(`${many}: open by its address / a list by hand`, ratioOf(opened), lines),
			limitRow('B12', `${many}: jump to the middle, start, quarter, end, 95th percentile`, {
				values: [quantile(jumps, 0.95)],
				atMost: jumpMark,
				note: `median ${median(jumps).toFixed(0)} ms; by hand ${median(byHand).toFixed(0)} ms`
			}),
			limitRow('B12', `${many}: first paint, 95th percentile`, {
				values: [
					quantile(
						later.map(({ painted }) => painted),
						0.95
					)
				],
				atMost: paintMark,
				note: [
					`median ${median(later.map(({ painted }) => painted)).toFixed(0)} ms`,
					`an empty page: median ${median(least).toFixed(0)} ms, 95th ${quantile(least, 0.95).toFixed(0)} ms`,
					`first of all, uncounted: ${first?.painted.toFixed(0)} ms`
				].join('; ')
			}),
			memoryRow('B12', `${many}: heap after all jumps`, {
				bytes: Math.max(...later.map(({ heap }) => heap)),
				atMost: heapMark,
				note: ''
			}),
			nodesRow(`${many}: nodes of the log`, Math.max(...later.map(({ nodes }) => nodes)))
		]
	};
}

/** A page of the panel brings its own cost: only a list so long that it outweighs that can be compared with. */
function openRow(what: string, ratio: Ratio, lines: number): Row {
	return ratioRow('B12', what, ratio, lines < 1_000_000 ? null : mark);
}

function nodesRow(what: string, nodes: number): Row {
	return {
		id: 'B12',
		what,
		result: String(nodes),
		mark: `≤ ${nodesMark}`,
		passed: nodes <= nodesMark,
		figures: ''
	};
}

/** What one window saw. */
interface Look {
	/** Milliseconds until the last line stood there, and until anything was painted. */
	shown: number;
	painted: number;
	/** Milliseconds of each. */
	jumps: number[];
	/** Bytes. */
	heap: number;
	nodes: number;
}

async function lookAt(page: Page, url: string, lines: number): Promise<Look> {
	const opened = await open(page, url, lines);
	const jumps: number[] = [];
	for (const share of [0.5, 0, 0.25, 1]) jumps.push(await page.evaluate(jump, { share, lines }));
	return { ...opened, jumps, ...(await sizeOf(page)) };
}

/** Milliseconds from the address until the last line stood there, and until anything was painted. */
async function open(page: Page, url: string, lines: number) {
	await page.goto(url, { waitUntil: 'commit' });
	return page.evaluate(untilLast, `#${lines} `);
}

/** Milliseconds of each: how soon anything stands on a page of one sentence. */
async function paintsOf(context: BrowserContext, url: string, visits: number): Promise<number[]> {
	const paints: number[] = [];
	for (let visit = 0; visit < visits; visit++) {
		const page = await context.newPage();
		await page.goto(url, { waitUntil: 'commit' });
		paints.push(await page.evaluate(untilPainted));
		await page.close();
	}
	return paints;
}

async function untilPainted(): Promise<number> {
	for (;;) {
		const [paint] = performance.getEntriesByName('first-contentful-paint');
		if (paint) return paint.startTime;
		if (performance.now() > 60_000) throw new Error('Nothing was painted.');
		await new Promise(requestAnimationFrame);
	}
}

async function untilLast(last: string): Promise<{ shown: number; painted: number }> {
	const isShown = () => document.querySelector('[role=log]')?.textContent.includes(last) ?? false;
	while (!isShown()) {
		if (performance.now() > 60_000) throw new Error(`There was no line ${last}.`);
		await new Promise(requestAnimationFrame);
	}
	const shown = performance.now();
	const paint = () => performance.getEntriesByName('first-contentful-paint')[0];
	while (!paint()) {
		if (performance.now() > 60_000) throw new Error('Nothing was painted.');
		await new Promise(requestAnimationFrame);
	}
	return { shown: Math.max(shown, paint()?.startTime ?? 0), painted: paint()?.startTime ?? 0 };
}

/** Milliseconds from scrolling to a share of the log until its rows stand there. */
async function jump({ share, lines }: { share: number; lines: number }): Promise<number> {
	const log = document.querySelector('[role=log]');
	if (!log) throw new Error('There is no log.');
	const wanted = share * lines;
	const isThere = () => {
		const numbers = Array.from(log.textContent.matchAll(/#(\d+) /g), ([, number]) =>
			Number(number)
		);
		// A row that is still being fetched says so.
		if (numbers.length === 0 || log.textContent.includes('…')) return false;
		return Math.min(...numbers) - 5 <= wanted && wanted <= Math.max(...numbers) + 5;
	};
	// Before the lines are counted, the place of a share is not known.
	const whole = Math.min(lines * 20, 15_000_000);
	for (const asked = performance.now(); log.scrollHeight < whole;) {
		if (performance.now() - asked > 20_000) throw new Error('The log was never laid out.');
		await new Promise(requestAnimationFrame);
	}
	// A frame of its own, so that both sides begin at the same beat.
	await new Promise(requestAnimationFrame);
	const begun = performance.now();
	log.scrollTop = (log.scrollHeight - log.clientHeight) * share;
	while (!isThere()) {
		if (performance.now() - begun > 20_000) throw new Error(`Rows around ${wanted} never came.`);
		await new Promise(requestAnimationFrame);
	}
	return performance.now() - begun;
}

async function sizeOf(page: Page): Promise<{ heap: number; nodes: number }> {
	const session = await page.context().newCDPSession(page);
	await session.send('HeapProfiler.collectGarbage');
	const { usedSize } = await session.send('Runtime.getHeapUsage');
	const nodes = await page.evaluate(
		() => document.querySelector('[role=log]')?.querySelectorAll('*').length ?? 0
	);
	return { heap: usedSize, nodes };
}
