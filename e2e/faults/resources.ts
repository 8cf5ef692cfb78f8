import { readFile } from 'node:fs/promises';
import { programs } from '../fixtures/programs.ts';
import { visit } from '../fixtures/visit.ts';
import { expectThat, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
import { secondsOf } from './moments.ts';
import { whilePanelAnswers } from './panel-visitor.ts';

const megabyte = 2 ** 20;

/** Runs `work` while builds may use so little. */
async function withSmallBuilds<T>({ db }: Ground, work: () => Promise<T>): Promise<T> {
	const small = { buildMemoryBytes: BigInt(256 * megabyte), buildPidsLimit: 128 };
	await db.installation.updateMany({ data: small });
	try {
		return await work();
	} finally {
		await db.installation.updateMany({ data: { buildMemoryBytes: null, buildPidsLimit: null } });
	}
}

/** Pushes a version whose build does such a thing; answers why it failed, and how slow the panel was. */
async function hostileBuild(ground: Ground, { word, code }: { word: string; code: string }) {
	return withSmallBuilds(ground, async () => {
		const app = await ground.app();
		const { result: row, words } = await whilePanelAnswers(ground, app, async () =>
			app.ended(await app.push(word, { lines: [`RUN ["/app", "${word}"]`] }))
		);
		expectThat(row.state === 'failed', `it ${row.state}`);
		expectThat(row.errorCode === code, `it failed with ${row.errorCode}: ${row.errorMessage}`);
		expectThat(row.attempt === 1, 'it was tried again');
		await app.succeeds(await app.push('two'), 'two');
		return `"${row.errorMessage}"; others went on, ${words}`;
	});
}

export const memory: Experiment = {
	id: 'F21',
	strike: 'a build that takes all memory (limit 256 MB)',
	run: (ground) => hostileBuild(ground, { word: 'eat', code: 'build_out_of_memory' })
};

export const forks: Experiment = {
	id: 'F23',
	strike: 'a build that forks without end (limit 128 processes)',
	run: (ground) => hostileBuild(ground, { word: 'fork', code: 'build_too_many_processes' })
};

/** How readily the kernel ends a process when the machine's memory is used up: -1000 never, 1000 first. */
const scoreOf = async (pid: number) => Number(await readFile(`/proc/${pid}/oom_score_adj`, 'utf8'));

export const pressure: Experiment = {
	id: 'F22',
	strike: 'the machine runs out of memory (told by what the kernel was told, not by doing it)',
	async run(ground) {
		const app = await ground.app();
		const [container] = await ground.docker.listContainers({
			filters: { label: [`gantry.service=${app.serviceId}`] }
		});
		const { State } = await ground.docker.getContainer(container?.Id ?? '').inspect();
		const appScore = await scoreOf(State.Pid);
		const found = await programs(ground.product);
		const scores: string[] = [];
		for (const name of ['panel', 'worker', 'postgres', 'caddy', 'names'] as const) {
			const score = await scoreOf(found.get(name) ?? 0);
			expectThat(score < appScore, `${name} (${score}) goes before an app (${appScore})`);
			scores.push(`${name} ${score}`);
		}
		return `ended first: apps (${appScore}) and builds, within their own limit; then ${scores.join(', ')}`;
	}
};

const lines = 1_000_000;
const mostGrowth = 200 * megabyte;

export const flood: Experiment = {
	id: 'F45',
	strike: `an app that prints ${lines} lines as fast as it can`,
	async run(ground) {
		const app = await ground.app();
		const other = await ground.app();
		const pid = (await programs(ground.product)).get('worker') ?? 0;
		const memoryOf = async () =>
			Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
		const before = await memoryOf();
		let highest = before;
		const watch = setInterval(
			() => void memoryOf().then((now) => (highest = Math.max(highest, now))),
			50
		);
		const took = await secondsOf(() => visit(`${app.url}print?count=${lines}`));
		await visit(`${other.url}print?count=1`);
		await app.runtimeLogs(`line ${lines - 1}`);
		await other.runtimeLogs('line 0');
		clearInterval(watch);
		const bytes = await app.runtimeLogBytes();
		expectThat(highest - before < mostGrowth, `the worker grew by ${highest - before} bytes`);
		expectThat(bytes < 200 * megabyte, `its log takes ${bytes} bytes`);
		const rate = Math.round(lines / took / 1000);
		return `${rate},000 lines a second; worker +${Math.round((highest - before) / megabyte)} MB, log ${Math.round(bytes / megabyte)} MB, the other app's log complete`;
	}
};
