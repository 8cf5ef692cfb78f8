import { writeFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../e2e/fixtures/browser.ts';
import { startDemoPanel } from '../e2e/fixtures/demo-panel.ts';
import { signIn } from '../e2e/fixtures/demo/pages.ts';
import { serveVirtualList } from './bare/virtual-list.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { interleave, quantile, ratioOf, said } from './ratio.ts';
import { limitRow, memoryRow, ratioRow, type Row } from './table.ts';

const mark = 1.5;
const paintMark = 150;
const heapMark = 64 * 2 ** 20;
const nodesMark = 400;

/** B12: a long log opened and jumped through in Chromium, against a hand-made list that has it all in memory. */
export const logViewer: Benchmark = {
	id: 'B12',
	title: 'log viewer',
	async run(options) {
		await using stack = new AsyncDisposableStack();
		const browser = await openBrowser();
		stack.defer(() => browser.close());
		const rows: Row[] = [];
		for (const lines of options.isQuick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]) {
			options.say(`  ${lines.toLocaleString('en')} lines`);
			rows.push(...(await measure(browser, { lines, options })));
		}
		return { rows, notes: [] };
	}
};

async function measure(
	browser: Browser,
	{ lines, options }: Pick<Compared, 'lines' | 'options'>
): Promise<Row[]> {
	await using stack = new AsyncDisposableStack();
	const panel = await startDemoPanel();
	stack.defer(() => panel.stop());
	const storageState = await signIn(browser, panel.url);
	const viewport = { width: 1280, height: 800 };
	const context = await browser.newContext({ storageState, viewport });
	stack.defer(() => context.close());
	const path = panel.paths.serviceLog(panel.demo.serviceId);
	await writeFile(path, longLog(lines));
	const list = stack.use(await serveVirtualList(path));
	const ours = `${panel.url}/services/${panel.demo.serviceId}/logs`;
	return await compare({ context, ours, bare: list.url, lines, options });
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
	/** Addresses of both pages. */
	ours: string;
	bare: string;
	lines: number;
	options: BenchOptions;
}

async function compare({ context, ours, bare, lines, options }: Compared): Promise<Row[]> {
	const { pairs, say } = options;
	const paints: number[] = [];
	const jumps = { ours: [] as number[], baseline: [] as number[] };
	const look = async (side: 'ours' | 'baseline', url: string) => {
		const page = await context.newPage();
		try {
			const opened = await open(page, url, lines);
			if (side === 'ours') paints.push(opened.painted);
			for (const share of [0.5, 0, 0.25, 1]) {
				jumps[side].push(await page.evaluate(jump, { share, lines }));
			}
			if (side === 'ours') sizes.push(await sizeOf(page));
			return opened.shown;
		} finally {
			await page.close();
		}
	};
	const sizes: { heap: number; nodes: number }[] = [];
	const opened = await interleave(
		pairs,
		said(say, 'ours', () => look('ours', ours)),
		said(say, 'by hand', () => look('baseline', bare))
	);
	const many = `${lines.toLocaleString('en')} lines`;
	// The first of each counts the lines, or fills caches.
	const jumped = { ours: jumps.ours.slice(4), baseline: jumps.baseline.slice(4) };
	const nodes = Math.max(...sizes.map((size) => size.nodes));
	return [
		ratioRow('B12', `${many}: open / a list by hand with all in memory`, ratioOf(opened), mark),
		ratioRow('B12', `${many}: jump to the middle, start, end / the same`, ratioOf(jumped), mark),
		limitRow('B12', `${many}: first paint, 95th percentile`, {
			values: [quantile(paints.slice(1), 0.95)],
			atMost: paintMark,
			note: `first of all, uncounted: ${paints[0]?.toFixed(0)} ms`
		}),
		memoryRow('B12', `${many}: heap after all jumps`, {
			bytes: Math.max(...sizes.map(({ heap }) => heap)),
			atMost: heapMark,
			note: ''
		}),
		{
			id: 'B12',
			what: `${many}: nodes of the log`,
			result: String(nodes),
			mark: `≤ ${nodesMark}`,
			passed: nodes <= nodesMark,
			figures: ''
		}
	];
}

/** Milliseconds from the address until the last line stood there, and until anything was painted. */
async function open(page: Page, url: string, lines: number) {
	await page.goto(url, { waitUntil: 'commit' });
	return page.evaluate(untilLast, `#${lines} `);
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
	// Scrolled before the page's scripts are at work, it would go back to its end.
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
