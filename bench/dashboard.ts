import { Agent, request } from 'undici';
import { startPanelOver } from '../e2e/fixtures/demo-panel.ts';
import { demoLive } from '../e2e/fixtures/demo/live.ts';
import { large, seedLarge, type Size } from '../e2e/fixtures/large-seed.ts';
import { seed } from '../e2e/fixtures/seed.ts';
import { sessionCookie } from '../e2e/fixtures/session-cookie.ts';
import { connectDb } from '#lib/server/db/client.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { growthRow } from './growth.ts';
import { interleave, median, quantile, ratioOf, type Pairs } from './ratio.ts';
import { ratioRow, type Row } from './table.ts';

/** A page of the same build that is rendered on the server and asks the database nothing. */
const emptyPage = '/login';
const atOnce = 8;
const throughputMark = 4;
const tailMark = 15;
const growthMark = 1.15;
/** Deployments on a page. */
const onPage = 25;

const small: Size = { projects: 10, deployments: 1000, longest: 500 };

interface Measured {
	/** Milliseconds that a page takes where nothing else is asked. */
	alone: Record<string, number[]>;
	rows: Row[];
}

/** B13: the pages that are open all day, against one of the same build that asks nothing; then at two sizes. */
export const dashboard: Benchmark = {
	id: 'B13',
	title: 'dashboard and lists',
	async run(options) {
		const few = await measure(small, options);
		const many = await measure(large, options);
		const grown = (what: string, page: string, from: number, to: number): Row =>
			growthRow(
				'B13',
				what,
				{ from, to, few: median(few.alone[page] ?? []), many: median(many.alone[page] ?? []) },
				{ atMost: growthMark }
			);
		const [first = [], last = []] = [many.alone['/deployments'], many.alone.last];
		return {
			rows: [
				...many.rows,
				grown('dashboard by projects', '/', small.projects, large.projects),
				grown('list of projects', '/projects', small.projects, large.projects),
				grown('list of deployments', '/deployments', small.deployments, large.deployments),
				growthRow(
					'B13',
					'list of deployments by page',
					{ from: 1, to: 1000, few: median(first), many: median(last) },
					{ atMost: growthMark }
				)
			],
			notes: []
		};
	}
};

async function measure(size: Size, options: BenchOptions): Promise<Measured> {
	await using stack = new AsyncDisposableStack();
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
	const visitor = new Visitor(panel.url, { agent, cookie, signal: options.signal });
	const last = size === large ? await pageThousand(panel.databaseUrl) : null;
	const pages = { '/': '/', '/projects': '/projects', '/deployments': '/deployments' };
	const alone: Measured['alone'] = {};
	const rows: Row[] = [];
	for (const [name, path] of Object.entries({ ...pages, ...(last && { last }) })) {
		options.say(`  ${size.projects} projects, ${path}`);
		alone[name] = await visitor.oneByOne(path, options.isQuick ? 20 : 200);
		if (name === 'last' || size !== large) continue;
		const requests = options.isQuick ? 16 : 160;
		const taken: Pairs = await interleave(
			options.pairs,
			() => visitor.together(path, requests),
			() => visitor.together(emptyPage, requests, { isSignedIn: false })
		);
		rows.push(
			ratioRow('B13', `${path}, ${atOnce} at once / ${emptyPage}`, ratioOf(taken), throughputMark)
		);
		rows.push(tailOf(path, alone[name]));
	}
	return { alone, rows };
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

interface Way {
	agent: Agent;
	cookie: string;
	signal: AbortSignal;
}

/** Opens pages as a browser does for the first time. */
class Visitor {
	readonly #url: string;
	readonly #way: Way;

	constructor(url: string, way: Way) {
		this.#url = url;
		this.#way = way;
	}

	/** Milliseconds of each of so many visits, one after the other; the first few do not count. */
	async oneByOne(path: string, visits: number): Promise<number[]> {
		const taken: number[] = [];
		for (let visit = -5; visit < visits; visit++) {
			const begun = performance.now();
			await this.#open(path, true);
			if (visit >= 0) taken.push(performance.now() - begun);
		}
		return taken;
	}

	/** Milliseconds of so many visits, some at once. */
	async together(path: string, visits: number, { isSignedIn = true } = {}): Promise<number> {
		const begun = performance.now();
		let left = visits;
		const work = async () => {
			while (left-- > 0) await this.#open(path, isSignedIn);
		};
		await Promise.all(Array.from({ length: atOnce }, work));
		return performance.now() - begun;
	}

	async #open(path: string, isSignedIn: boolean): Promise<void> {
		const { agent, cookie, signal } = this.#way;
		const { statusCode, body } = await request(this.#url + path, {
			dispatcher: agent,
			headers: { accept: 'text/html', ...(isSignedIn && { cookie }) },
			signal
		});
		await body.dump();
		if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}.`);
	}
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
