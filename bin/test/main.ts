import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#engine/error.ts';
import { prepare } from '../prepare.ts';
import { project } from '../up/project.js';
import { addCounts, readCounts, type Counts } from './counts.ts';
import { ensureEngine } from './engine.ts';
import { execute } from './execute.ts';
import { ensureGo } from './go.ts';
import { ensurePrograms } from './programs.ts';
import { reportPath, stages, type Need, type Stage } from './stages.ts';

const say = (line: string) => console.log(line);

const interruption = new AbortController();
const interrupted = interruption.signal;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => interruption.abort());
}

/** Says how long a part took. */
async function timed<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
	say(`\n=== ${name}`);
	const started = performance.now();
	try {
		return await work();
	} finally {
		say(`=== ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
	}
}

interface Prepared {
	/** What the stages are given besides our own environment. */
	env: Record<string, string>;
	/** Undoes, in reverse order, what was started. */
	undo: (() => Promise<void>)[];
}

/** Everything that the chosen stages need, each thing once. */
async function prepareFor(needs: Set<Need>, prepared: Prepared): Promise<void> {
	await mkdir(join(project, '.cache/test'), { recursive: true });
	await prepare();
	const sync = join(project, 'node_modules/@sveltejs/kit/svelte-kit.js');
	await execute([sync, 'sync'], { limitMs: 60_000, env: process.env });
	if (needs.has('machine')) await ensurePrograms(say);
	if (needs.has('docker')) prepared.undo.push(await ensureEngine(say));
	if (needs.has('go')) {
		Object.assign(prepared.env, await ensureGo(say));
		const env = { ...process.env, ...prepared.env };
		await mustExecute('e2e/fixtures/build-current.ts', 'today’s Docker engine and Caddy', env);
	}
	if (needs.has('images')) {
		await mustExecute('e2e/fixtures/images/make.ts', 'the base images', process.env);
	}
}

async function mustExecute(script: string, what: string, env: NodeJS.ProcessEnv): Promise<void> {
	const code = await execute([join(project, script)], { limitMs: 20 * 60_000, env });
	if (code !== 0) throw new AppError('not_prepared', 500, `Could not make ${what}.`);
}

async function runStage(stage: Stage, extra: Record<string, string>): Promise<Counts> {
	const options = { limitMs: stage.limitMinutes * 60_000, env: { ...process.env, ...extra } };
	if (stage.isVitest) await rm(reportPath(stage.name), { force: true });
	const red: string[] = [];
	for (const command of stage.commands) {
		const ended = await execute(command, options);
		if (ended !== 0)
			red.push(`${command.join(' ').replaceAll(`${project}/`, '')} ended with ${ended}`);
	}
	if (stage.isVitest) return await readCounts(reportPath(stage.name), red.length);
	// Lint has no numbers of its own; only its failure counts.
	return { passed: 0, failed: red.length > 0 ? 1 : 0, failures: red };
}

/** Runs the stages named, or all; returns the sum of their tests. */
async function test(names: string[]): Promise<Counts> {
	const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
	if (unknown) {
		const known = stages.map(({ name }) => name).join(', ');
		throw new AppError('usage', 422, `There is no stage ${unknown}: ${known}.`);
	}
	const chosen = stages.filter(({ name }) => names.length === 0 || names.includes(name));
	const prepared: Prepared = { env: {}, undo: [] };
	try {
		const needs = new Set(chosen.flatMap((stage) => stage.needs));
		await timed('prepare', () => prepareFor(needs, prepared));
		const all: Counts[] = [];
		for (const stage of chosen) {
			if (interrupted.aborted) throw new AppError('interrupted', 500, 'Interrupted.');
			const counts = await timed(stage.name, () => runStage(stage, prepared.env));
			say(`${stage.name}: ${counts.passed} passed, ${counts.failed} failed`);
			all.push(counts);
		}
		return addCounts(all);
	} finally {
		for (const undo of prepared.undo.toReversed()) await undo();
	}
}

let total: Counts;
try {
	total = await timed('all', () => test(process.argv.slice(2)));
} catch (error) {
	if (!(error instanceof AppError)) console.error(error);
	else console.error(error.hint ? `${error.message}\n${error.hint}` : error.message);
	total = { passed: 0, failed: 1, failures: [] };
}
for (const failure of total.failures) say(`\n✗ ${failure}`);
process.exitCode = total.failed === 0 ? 0 : 1;
say(`\n${total.passed} passed, ${total.failed} failed`);
