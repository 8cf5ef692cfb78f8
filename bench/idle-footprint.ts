import { setTimeout as delay } from 'node:timers/promises';
import { runningFrom } from '../bin/supervise/pid-file.ts';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import type { Db } from '#lib/server/db/client.ts';
import type { Benchmark } from './benchmark.ts';
import { familyOf, readProcesses, ticksSince, type Process } from './processes.ts';
import { openInstallation } from './product/installation.ts';
import { megabytes } from './table.ts';

/** A start is looked at more closely for its first minutes; then its statements are counted, too. */
const settleMs = 180_000;
const ticksPerSecond = 100;

const mostBytes = 230 * 2 ** 20;
/** Cores. */
const mostCpu = 0.005;
/** A second. */
const mostStatements = 0.2;

/** B14: what the product takes from the machine while nothing happens. */
export const idleFootprint: Benchmark = {
	id: 'B14',
	title: 'idle footprint',
	async run({ idleSeconds, signal, say }) {
		await using installation = await openInstallation(signal);
		await delay(settleMs, undefined, { signal });
		const before = await readProcesses(installation.paths.root);
		const statementsBefore = await statements(installation.db);
		say(`  watching for ${idleSeconds} s`);
		const begun = performance.now();
		await delay(idleSeconds * 1000, undefined, { signal });
		const seconds = (performance.now() - begun) / 1000;
		const asked = (await statements(installation.db)) - statementsBefore;
		const parts = await partsOf(installation.paths);
		const used = parts.map((part) => ({
			...part,
			cpu: ticksSince(before, part.group) / ticksPerSecond / seconds
		}));
		const whole = total('all', used);
		const ours = total(
			'without Postgres',
			used.filter(({ name }) => name !== 'postgres')
		);
		const rate = asked / seconds;
		return {
			rows: [
				{
					id: 'B14',
					what: `idle for ${idleSeconds} s, no apps, without Postgres: memory (PSS)`,
					result: megabytes(ours.proportional),
					mark: `≤ ${megabytes(mostBytes)}`,
					passed: ours.proportional <= mostBytes,
					figures: `RSS ${megabytes(ours.resident)}; with Postgres PSS ${megabytes(whole.proportional)}`
				},
				{
					id: 'B14',
					what: 'the same: CPU',
					result: `${percent(ours.cpu)} of a core`,
					mark: `≤ ${percent(mostCpu)}`,
					passed: ours.cpu <= mostCpu,
					figures: `with Postgres ${percent(whole.cpu)}`
				},
				{
					id: 'B14',
					what: 'the same: statements of the database',
					result: `${rate.toFixed(2)} a second`,
					mark: `≤ ${mostStatements}`,
					passed: rate <= mostStatements,
					figures: ''
				}
			],
			notes: [footprintTable([...used, whole])]
		};
	}
};

/** So far, a transaction each. Those who ask seldom are counted some seconds later. */
async function statements(db: Db): Promise<number> {
	const [row] = await db.$queryRaw<{ count: number }[]>`
		select (xact_commit + xact_rollback)::float8 as count
		from pg_stat_database where datname = current_database()`;
	return row?.count ?? 0;
}

interface Part {
	name: string;
	processes: number;
	resident: number;
	proportional: number;
	group: Process[];
}

interface UsedPart extends Part {
	/** Cores. */
	cpu: number;
}

/** The processes of ours by what they are; Postgres' own children count with it. */
async function partsOf(paths: DataPaths): Promise<Part[]> {
	const processes = await readProcesses(paths.root);
	const family = async (pidFile: string) => {
		const identity = await runningFrom(pidFile);
		return identity ? familyOf(processes, identity.pid) : [];
	};
	const house = await family(paths.supervisorPid);
	const root = (name: string) => {
		const found = house.find(({ program }) => program === name);
		return found ? familyOf(processes, found.pid) : [];
	};
	const postgres = house.find(({ command }) => /^\S*postgres .*-D /.test(command));
	const groups: [string, Process[]][] = [
		['panel', root('panel')],
		['worker', root('worker')],
		['postgres', postgres ? familyOf(processes, postgres.pid) : []],
		['names', await family(paths.namesPid)],
		['caddy', await family(paths.caddyPid)],
		['edge watchdog', (await family(paths.edgePid)).slice(0, 1)]
	];
	const named = new Set(groups.flatMap(([, group]) => group.map(({ pid }) => pid)));
	groups.push(['supervisor', house.filter(({ pid }) => !named.has(pid))]);
	return groups.map(([name, group]) => sum(name, group));
}

function sum(name: string, group: Process[]): Part {
	const add = (pick: (process: Process) => number) =>
		group.reduce((whole, process) => whole + pick(process), 0);
	return {
		name,
		processes: group.length,
		resident: add(({ resident }) => resident),
		proportional: add(({ proportional }) => proportional),
		group
	};
}

function total(name: string, parts: UsedPart[]): UsedPart {
	const add = (pick: (part: UsedPart) => number) =>
		parts.reduce((whole, part) => whole + pick(part), 0);
	return {
		name,
		processes: add(({ processes }) => processes),
		resident: add(({ resident }) => resident),
		proportional: add(({ proportional }) => proportional),
		group: parts.flatMap(({ group }) => group),
		cpu: add(({ cpu }) => cpu)
	};
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

function footprintTable(parts: UsedPart[]): string {
	const lines = parts.map(
		({ name, processes, resident, proportional, cpu }) =>
			`| ${name} | ${processes} | ${megabytes(resident)} | ${megabytes(proportional)} | ${percent(cpu)} |`
	);
	return ['| B14 | processes | RSS | PSS | CPU |', '|---|---|---|---|---|', ...lines].join('\n');
}
