import { strikeProgram } from '../fixtures/programs.ts';
import { visit } from '../fixtures/visit.ts';
import { expectThat, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
import { secondsOf, until } from './moments.ts';
import { signIn } from './panel.ts';

/** Keeps Postgres away while `work` is done: the supervisor, which would start it again, is held. */
async function withoutDatabase(
	{ product }: Ground,
	signal: 'SIGKILL' | 'SIGQUIT',
	work: () => Promise<void>
): Promise<void> {
	await strikeProgram(product, 'supervisor', 'SIGSTOP');
	try {
		await strikeProgram(product, 'postgres', signal);
		await work();
	} finally {
		await strikeProgram(product, 'supervisor', 'SIGCONT');
	}
}

/** Of a page that nobody can be shown without the database. */
async function panelAnswers(
	{ product }: Ground,
	cookie: string
): Promise<{ status: number; retry: string | null }> {
	const { status, headers } = await fetch(new URL('/projects', product.panelUrl), {
		headers: { cookie },
		redirect: 'manual',
		signal: AbortSignal.timeout(10_000)
	});
	return { status, retry: headers.get('retry-after') };
}

export const killed: Experiment = {
	id: 'F13',
	strike:
		'Postgres killed (SIGKILL, then stopped at once as by pg_ctl -m immediate) during a deployment',
	async run(ground) {
		const app = await ground.app();
		const cookie = await signIn(ground);
		for (const [signal, version] of [
			['SIGKILL', 'two'],
			['SIGQUIT', 'three']
		] as const) {
			const id = await app.push(version, { lines: ['RUN ["/app", "sleep", "4"]'] });
			await app.logs(id, 'tick');
			await withoutDatabase(ground, signal, async () => {
				const { retry } = await until('the panel to say so', async () => {
					const answer = await panelAnswers(ground, cookie);
					return answer.status === 503 ? answer : null;
				});
				expectThat(retry !== null, 'the 503 has no Retry-After');
				expectThat((await visit(app.url)).status === 200, 'the app does not answer');
			});
			await app.succeeds(id, version);
			await until('the panel', async () => (await panelAnswers(ground, cookie)).status === 200);
		}
		return 'the app served, the panel said 503 with Retry-After and came back; both deployments went on and succeeded';
	}
};

export const missed: Experiment = {
	id: 'F14',
	strike: 'a webhook while Postgres is down',
	async run(ground) {
		const app = await ground.app();
		await app.succeeds(await app.push('two'), 'two');
		const sha = await app.commit('three');
		await withoutDatabase(ground, 'SIGKILL', async () => {
			const took = await secondsOf(async () => {
				const { status } = await app.deliver(sha);
				expectThat(status === 503, `the webhook was answered ${status}`);
			});
			expectThat(took < 5, `it was answered after ${took.toFixed(1)} s`);
		});
		const found = await until('the missed push', () => app.deploymentOf(sha));
		await app.succeeds(found.id, 'three');
		const { reason } = await ground.db.webhookDelivery.findFirstOrThrow({
			where: { serviceId: app.serviceId, commitSha: sha }
		});
		return `503 at once; after recovery: "${reason}"`;
	}
};
