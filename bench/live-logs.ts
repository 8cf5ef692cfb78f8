import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../e2e/fixtures/browser.ts';
import { signIn } from '../e2e/fixtures/demo/pages.ts';
import { mostPerSecond } from '#engine/logs/rate-cap.ts';
import { streamLogBatches } from '#lib/server/logs/stream.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { inTime } from './in-time.ts';
import { readProcesses } from './processes.ts';
import { readDockerLogs, watchPage, type Sight } from './product/line-watch.ts';
import { printingApp, type Print, type PrintingApp } from './product/printing-app.ts';
import { openScene, type Scene } from './product/scene.ts';
import { quantile } from './ratio.ts';
import { megabytes, type Row } from './table.ts';

const lagMark = 40;
const catchUpMark = 1.3;
const memoryMark = 1.5;
const framesMark = 30;
/** Milliseconds that a last line may take longer than the printing itself. */
const patience = 60_000;

/**
 * B10: what a container prints until it stands in a page's log in Chromium, against `docker logs --follow`; what
 * becomes of a flood while the connection is cut and comes back; and what viewers cost the panel.
 */
export const liveLogs: Benchmark = {
	id: 'B10',
	title: 'live logs',
	async run(options) {
		const { signal, isQuick, say } = options;
		await using stack = new AsyncDisposableStack();
		const scene = await openScene(stack, options);
		const app = await printingApp(stack, { scene, signal });
		const browser = await openBrowser();
		stack.defer(() => browser.close());
		const { panelUrl, owner } = scene.installation;
		const storageState = await signIn(browser, panelUrl, owner);
		const context = await browser.newContext({ storageState, baseURL: panelUrl });
		const page = await context.newPage();
		const stage: Stage = { scene, app, context, page, options };
		const rows: Row[] = [];
		for (const [perSecond, seconds] of [
			[1, isQuick ? 5 : 30],
			[1_000, isQuick ? 3 : 10]
		] as const) {
			say(`  ${perSecond} lines a second`);
			const sights = await seen(stage, { perSecond, count: perSecond * seconds });
			rows.push(lagRow(sights, perSecond));
		}
		say('  a flood, the connection cut meanwhile');
		rows.push(...(await flooded(stage)));
		say('  viewers');
		rows.push(await viewers(stage));
		return { rows, notes: [] };
	}
};

interface Stage {
	scene: Scene;
	app: PrintingApp;
	context: BrowserContext;
	page: Page;
	options: BenchOptions;
}

interface Sights {
	ours: Sight;
	docker: Sight;
	/** Milliseconds since the epoch when the app was asked. */
	begun: number;
	mark: string;
}

/** Has lines printed and watches both ways until the last one. */
async function seen(
	{ app, page, options }: Stage,
	print: Omit<Print, 'mark'>,
	meanwhile?: () => Promise<void>
): Promise<Sights> {
	const mark = `m${crypto.randomUUID().slice(0, 8)}`;
	const deadline = patience + (print.count / print.perSecond) * 1_000;
	const signal = AbortSignal.any([options.signal, AbortSignal.timeout(deadline)]);
	const streaming = page.waitForRequest(/\/log\?(?:.*&)?from=/);
	await Promise.all([streaming, page.goto(`/services/${app.serviceId}/logs`)]);
	const begun = performance.timeOrigin + performance.now();
	const printed = async () => {
		await app.print({ mark, ...print }, signal);
		await meanwhile?.();
	};
	const [ours, docker] = await Promise.all([
		inTime(watchPage(page, mark), signal),
		readDockerLogs(app.container, { mark, signal }),
		printed()
	]);
	return { ours, docker, begun, mark };
}

function lagRow({ ours, docker }: Sights, perSecond: number): Row {
	const [own, bare] = [quantile(ours.lags, 0.95), quantile(docker.lags, 0.95)];
	const middle = (lags: number[]) => quantile(lags, 0.5).toFixed(1);
	return {
		id: 'B10',
		what: `${perSecond.toLocaleString('en')} lines a second: print → seen in Chromium, 95th percentile`,
		result: `${own.toFixed(1)} ms`,
		mark: perSecond === 1 ? `≤ ${lagMark} ms` : null,
		passed: perSecond === 1 ? own <= lagMark : null,
		figures: `median ${middle(ours.lags)} ms; docker logs ${bare.toFixed(1)}, median ${middle(docker.lags)} ms`
	};
}

async function flooded(stage: Stage): Promise<Row[]> {
	const { context, scene, app, options } = stage;
	const perSecond = 50_000;
	const count = perSecond * (options.isQuick ? 2 : 4);
	const { ours, docker, begun, mark } = await seen(stage, { perSecond, count }, async () => {
		await delay(500, undefined, { signal: options.signal });
		await context.setOffline(true);
		await delay(1_000, undefined, { signal: options.signal });
		await context.setOffline(false);
	});
	const path = scene.installation.paths.serviceLog(app.serviceId);
	const { kept, doubled, dropped } = await accountFor(path, { mark, signal: options.signal });
	const catchUp = (ours.end - begun) / (docker.end - begun);
	const what = `${perSecond.toLocaleString('en')} lines a second, the connection cut for 1 s`;
	const lost = count - kept - dropped;
	return [
		{
			id: 'B10',
			what: `${what}: the last line seen / docker logs`,
			result: catchUp.toFixed(2),
			mark: `≤ ${catchUpMark}`,
			passed: catchUp <= catchUpMark,
			figures: `${(ours.end - begun).toFixed(0)} / ${(docker.end - begun).toFixed(0)} ms`
		},
		{
			id: 'B10',
			what: `${what}: lines neither kept nor told of, and doubled`,
			result: `${lost} and ${doubled} of ${count.toLocaleString('en')}`,
			mark: '0',
			passed: lost === 0 && doubled === 0,
			figures: `${kept.toLocaleString('en')} kept, ${dropped.toLocaleString('en')} told of: at most ${mostPerSecond.toLocaleString('en')} a second are kept`
		},
		{
			id: 'B10',
			what: `${what}: frames a second`,
			result: ours.framesPerSecond.toFixed(0),
			mark: `≥ ${framesMark}`,
			passed: ours.framesPerSecond >= framesMark,
			figures: ''
		}
	];
}

/** What the log says of the lines of a mark. */
async function accountFor(path: string, { mark, signal }: { mark: string; signal: AbortSignal }) {
	const numbers = new Set<string>();
	let doubled = 0;
	let dropped = 0;
	let isBegun = false;
	for await (const lines of streamLogBatches(path, { follow: false, signal })) {
		for (const { text, stream } of lines) {
			const [begin, number = ''] = text.split(/[ ;]/, 2);
			isBegun ||= begin === mark;
			if (isBegun && stream === 'gantry')
				dropped += Number(/^(\d+) lines dropped/.exec(text)?.[1] ?? 0);
			if (begin !== mark || number === 'end') continue;
			if (numbers.has(number)) doubled++;
			numbers.add(number);
		}
	}
	return { kept: numbers.size, doubled, dropped };
}

/** Memory of the panel with ten streams of a busy log, against one. */
async function viewers({ scene, app, context, page, options }: Stage): Promise<Row> {
	const { signal, isQuick } = options;
	const { paths, panelUrl } = scene.installation;
	await page.goto('about:blank');
	const cookies = await context.cookies(panelUrl);
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const most: number[] = [];
	for (const count of [1, 10]) {
		const over = new AbortController();
		const within = AbortSignal.any([signal, over.signal]);
		const reading = Array.from({ length: count }, () =>
			readAll(`${panelUrl}/services/${app.serviceId}/log`, cookie, within)
		);
		const seconds = isQuick ? 3 : 10;
		const mark = `v${count}`;
		await app.print({ mark, perSecond: 1_000, count: 1_000 * seconds }, signal);
		const deadline = performance.now() + seconds * 1_000;
		let highest = 0;
		while (performance.now() < deadline) {
			highest = Math.max(highest, await panelMemory(paths.root));
			await delay(100, undefined, { signal });
		}
		most.push(highest);
		over.abort();
		await Promise.all(reading);
	}
	const [one = 0, ten = 0] = most;
	return {
		id: 'B10',
		what: 'memory of the panel, ten viewers of 1,000 lines a second / one',
		result: (ten / one).toFixed(2),
		mark: `≤ ${memoryMark}`,
		passed: ten / one <= memoryMark,
		figures: `${megabytes(ten)} / ${megabytes(one)}`
	};
}

async function readAll(url: string, cookie: string, signal: AbortSignal): Promise<void> {
	try {
		const { body } = await fetch(url, { headers: { cookie }, signal });
		for await (const _chunk of body ?? []) void _chunk;
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}

async function panelMemory(dataDir: string): Promise<number> {
	const processes = await readProcesses(dataDir);
	return processes.find(({ program }) => program === 'panel')?.resident ?? 0;
}
