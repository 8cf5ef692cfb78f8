import { Agent } from 'undici';
import { startPanelOver, type PanelOver } from '../e2e/fixtures/demo-panel.ts';
import { demoLive } from '../e2e/fixtures/demo/live.ts';
import { large, seedLarge, type Size } from '../e2e/fixtures/large-seed.ts';
import { seed } from '../e2e/fixtures/seed.ts';
import { sessionCookie } from '../e2e/fixtures/session-cookie.ts';
import { connectDb } from '#lib/server/db/client.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { growthRow } from './growth.ts';
import { paintRows } from './pages/paint.ts';
import { statementRows } from './pages/statements.ts';
import { atOnce, PageVisitor } from './pages/visitor.ts';
import { interleave, median, quantile, ratioOf } from './ratio.ts';
import { ratioRow, type Row } from './table.ts';

/** A page of the same build that is rendered on the server and asks the database nothing. */
const emptyPage = '/login';
const throughputMark = 4;
const tailMark = 15;
const growthMark = 1.15;
/** Deployments on a page. */
const onPage = 25;
const visitsATurn = 20;

const small: Size = { projects: 10, deployments: 1000, longest: 500 };

const pages = { dashboard: '/', projects: '/projects', deployments: '/deployments' };

/** B13: the pages that are open all day, against one of the same build that asks nothing; and at two sizes. */
export const dashboard: Benchmark = {
	id: 'B13',
	title: 'dashboard and lists',
	async run(options) {
		await using stack = new AsyncDisposableStack();
		const few = await open(small, { options, stack });
		const many = await open(large, { options, stack });
		const alone = await takeTurns(few, many, options);
		const grown = (what: string, page: keyof typeof pages, from: number, to: number): Row =>
			growthRow(
				'B13',
				what,
				{ from, to, few: median(alone.few[page]), many: median(alone.many[page]) },
				{ atMost: growthMark }
			);
		return {
			rows: [
				...(await throughputRows(many, options)),
				...Object.entries(pages).map(([page, path]) =>
					tailOf(path, alone.many[page as keyof typeof pages])
				),
				...(await statementRows(many.panel.databaseUrl, options)),
				...(await paintRows(
					{ url: many.panel.url, paths: Object.values(pages), emptyPage },
					options
				)),
				grown('dashboard by projects', 'dashboard', small.projects, large.projects),
				grown('list of projects', 'projects', small.projects, large.projects),
				grown('list of deployments', 'deployments', small.deployments, large.deployments),
				growthRow(
					'B13',
					'list of deployments by page',
					{ from: 1, to: 1000, few: median(alone.many.deployments), many: median(alone.last) },
					{ atMost: growthMark }
				)
			],
			notes: []
		};
	}
};

interface Opened {
	panel: PanelOver<void>;
	visitor: PageVisitor;
}

/** A panel over so much, and somebody signed in to it. */
async function open(
	size: Size,
	{ options, stack }: { options: BenchOptions; stack: AsyncDisposableStack }
): Promise<Opened> {
	const panel = await startPanelOver({
		live: demoLive,
		async fill(settings) {
			await seed(settings);
			await seedLarge(settings.DATABASE_URL ?? '', size);
		}
	});
	stack.defer(() => panel.stop());
	const agent = new Agent({ connections: atOnce });
	stack.defer(() => agent.close());
	const cookie = await sessionCookie(panel.url);
	return { panel, visitor: new PageVisitor(panel.url, { agent, cookie, signal: options.signal }) };
}

type Alone = Record<keyof typeof pages, number[]>;

/** Milliseconds of each page where nothing else is asked, both sizes in turn: the machine is the same to both. */
async function takeTurns(
	few: Opened,
	many: Opened,
	options: BenchOptions
): Promise<{ few: Alone; many: Alone; last: number[] }> {
	const taken = {
		few: { dashboard: [], projects: [], deployments: [] } as Alone,
		many: { dashboard: [], projects: [], deployments: [] } as Alone,
		last: [] as number[]
	};
	const last = await pageThousand(many.panel.databaseUrl);
	for (let turn = 0; turn < (options.isQuick ? 2 : 10); turn++) {
		options.say(`  one page after the other, turn ${turn + 1}`);
		for (const [name, path] of Object.entries(pages)) {
			const page = name as keyof typeof pages;
			taken.few[page].push(...(await few.visitor.oneByOne(path, visitsATurn)));
			taken.many[page].push(...(await many.visitor.oneByOne(path, visitsATurn)));
		}
		taken.last.push(...(await many.visitor.oneByOne(last, visitsATurn)));
	}
	return taken;
}

async function throughputRows({ visitor }: Opened, options: BenchOptions): Promise<Row[]> {
	const requests = options.isQuick ? 16 : 160;
	const rows: Row[] = [];
	for (const path of Object.values(pages)) {
		options.say(`  ${path}, ${atOnce} at once`);
		const taken = await interleave(
			options.pairs,
			() => visitor.together(path, requests),
			() => visitor.together(emptyPage, requests, { isSignedIn: false })
		);
		rows.push(
			ratioRow('B13', `${path}, ${atOnce} at once / ${emptyPage}`, ratioOf(taken), throughputMark)
		);
	}
	return rows;
}

function tailOf(path: string, values: number[]): Row {
	const slow = quantile(values, 0.95);
	return {
		id: 'B13',
		what: `${path}: answer, the slowest of 20`,
		result: `${slow.toFixed(1)} ms`,
		mark: `≤ ${tailMark} ms`,
		passed: slow <= tailMark,
		figures: `median ${median(values).toFixed(1)} ms`
	};
}

/** The address of the thousandth page of deployments. */
async function pageThousand(databaseUrl: string): Promise<string> {
	const db = connectDb(databaseUrl, { connections: 1 });
	try {
		const [row] = await db.deployment.findMany({
			select: { id: true, createdAt: true },
			orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
			skip: 1000 * onPage - 1,
			take: 1
		});
		return `/deployments?before=${row?.createdAt.getTime().toString(36)}-${row?.id}`;
	} finally {
		await db.$disconnect();
	}
}
