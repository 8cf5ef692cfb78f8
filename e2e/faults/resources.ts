import { readFile } from 'node:fs/promises';
import { programs } from '../fixtures/programs.ts';
import { expectThat, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
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
	strike: 'a build that forks without end (limit 128 processes), and one that makes 100,000 files',
	async run(ground) {
		const said = await hostileBuild(ground, { word: 'fork', code: 'build_too_many_processes' });
		const app = await ground.app();
		const { words } = await whilePanelAnswers(ground, app, async () =>
			app.succeeds(
				await app.push('many', { lines: ['RUN ["/app", "files", "/many", "100000"]'] }),
				'many'
			)
		);
		return `${said} · 100,000 files: live, ${words}`;
	}
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
