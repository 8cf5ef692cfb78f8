import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { all } from './all.ts';
import { readArguments, usage, type Asked } from './arguments.ts';
import type { Experiment, Row } from './experiment.ts';
import { closeAll, openGround, type Ground } from './ground.ts';
import { checkInvariants } from './invariants.ts';
import { markdownTable } from './table.ts';

const folder = new URL('../../.cache/faults/', import.meta.url);
const say = (line: string) => console.error(line);

/** Runs one and checks the invariants after it. What fails fails this row, not the others. */
async function tryOne({ id, strike, run }: Experiment, ground: Ground): Promise<Row> {
	const begin = performance.now();
	const row = { id, strike, outcome: '', invariants: '', passed: false };
	try {
		row.outcome = await run(ground);
		row.invariants = await checkInvariants(ground);
		row.passed = true;
	} catch (error) {
		const words = error instanceof Error ? error.message : String(error);
		if (row.outcome === '') row.outcome = words;
		else row.invariants = words;
		const cause = error instanceof Error && error.cause;
		if (cause) say(`${id}: ${String(cause)}`);
	}
	return { ...row, seconds: (performance.now() - begin) / 1000 };
}

/** For whoever wants to know why: what the product printed, and all its logs. */
async function keepTraces({ product }: Ground, id: string): Promise<void> {
	const traces = new URL(`${id}/`, folder);
	await rm(traces, { recursive: true, force: true });
	await cp(join(product.dataDir, 'logs'), traces, { recursive: true });
	await writeFile(new URL('output.log', traces), product.output());
}

async function runAll({ only, times }: Asked): Promise<Row[]> {
	const wanted = all.filter(({ id }) => only.length === 0 || only.includes(id));
	const rows: Row[] = [];
	// Nothing that was started is left running.
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			say(`Stopping (${signal})`);
			void closeAll().finally(() => process.exit(130));
		});
	}
	for (let nth = 0; nth < times; nth++) {
		let ground: Ground | null = null;
		try {
			for (const experiment of wanted) {
				ground ??= await openGround({ GANTRY_GIT_IDLE_SECONDS: '15' });
				const row = await tryOne(experiment, ground);
				rows.push(row);
				const { id, passed, outcome, invariants, seconds } = row;
				say(
					`${id} ${passed ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s: ${outcome} · ${invariants}`
				);
				if (!row.passed) await keepTraces(ground, id);
				const isClear = await ground.clear().then(
					() => true,
					() => false
				);
				// What one has broken the next shall not meet.
				if (!row.passed || !isClear) {
					await ground.close();
					ground = null;
				}
			}
		} finally {
			await ground?.close();
		}
	}
	return rows;
}

/** Runs what `words` ask for and prints the table; answers the exit code. */
export async function main(words: string[]): Promise<number> {
	let asked: Asked;
	try {
		asked = readArguments(
			words,
			all.map(({ id }) => id)
		);
	} catch (error) {
		say(`${(error as Error).message}\n\n${usage}`);
		return 2;
	}
	await mkdir(folder, { recursive: true });
	const rows = await runAll(asked);
	const table = markdownTable(rows);
	await writeFile(new URL('table.md', folder), `${table}\n`);
	console.log(table);
	return rows.every(({ passed }) => passed) ? 0 : 1;
}
