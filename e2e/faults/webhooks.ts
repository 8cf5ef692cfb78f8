import { randomUUID } from 'node:crypto';
import { rollback } from '#lib/server/deployments/rollback.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { rotateWebhookSecret } from '#lib/server/webhooks/rotate-webhook-secret.ts';
import { expectThat, type Experiment } from './experiment.ts';

const codeOf = (work: Promise<unknown>) =>
	work.then(
		() => 'accepted',
		(error: unknown) => `${(error as { status?: number }).status ?? String(error)}`
	);

export const twice: Experiment = {
	id: 'F30',
	strike: 'a webhook delivered twice, and under two ids; twenty pushes in ten seconds',
	async run(ground) {
		const app = await ground.app();
		const sha = await app.commit('two');
		const delivery = randomUUID();
		const first = await app.deliver(sha, { delivery });
		const again = await app.deliver(sha, { delivery });
		const other = await app.deliver(sha);
		expectThat(first.status === 202 && again.status === 200, `${first.status}, ${again.status}`);
		expectThat(
			((await other.json()) as { decision: string }).decision === 'ignored',
			'not ignored'
		);
		const { id } = await app.deploymentOf(sha);
		await app.succeeds(id, 'two');
		expectThat((await app.deployments()).length === 1, 'more than one deployment');
		let last = id;
		for (let nth = 1; nth <= 20; nth++) last = await app.push(`burst-${nth}`);
		await app.succeeds(last, 'burst-20');
		const ended = await app.deployments();
		const live = ended.filter(({ state }) => state === 'succeeded').length - 1;
		return `202, then 200 duplicate; one deployment. Of 20 pushes the last is live, ${20 - live} superseded`;
	}
};

export const outOfOrder: Experiment = {
	id: 'F31',
	strike: 'webhooks out of order: the older push arrives last',
	async run(ground) {
		const app = await ground.app();
		const base = app.pushed;
		const older = await app.commit('two');
		const newer = await app.commit('three');
		expectThat((await app.deliver(newer, { before: older })).status === 202, 'not taken');
		const late = (await (await app.deliver(older, { before: base })).json()) as {
			decision: string;
			reason: string;
		};
		expectThat(late.decision === 'ignored', `the older one was ${late.decision}`);
		await app.succeeds((await app.deploymentOf(newer)).id, 'three');
		return `the newer commit is live; the older: "${late.reason}"`;
	}
};

export const forged: Experiment = {
	id: 'F32',
	strike: 'a webhook replayed after a day; wrong signature; secret rotated; 26 MB; broken JSON',
	async run(ground) {
		const { db, ctx, product } = ground;
		const app = await ground.app();
		const delivery = randomUUID();
		const sha = await app.commit('two');
		await app.deliver(sha, { delivery });
		await app.succeeds((await app.deploymentOf(sha)).id, 'two');
		await db.webhookDelivery.updateMany({
			where: { serviceId: app.serviceId },
			data: { receivedAt: new Date(Date.now() - 86_400_000) }
		});
		const replayed = (await app.deliver(sha, { delivery })).status;
		const wrong = (await app.deliver(sha, { secret: 'not the secret' })).status;
		const { secret } = await rotateWebhookSecret(ctx, { serviceId: app.serviceId });
		const old = (await app.deliver(sha)).status;
		const fresh = (await app.deliver(sha, { secret })).status;
		const post = (body: string) =>
			fetch(new URL(`/hooks/github/${app.serviceId}`, product.panelUrl), {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-hub-signature-256': 'sha256=0' },
				body
			}).then(({ status }) => status);
		const huge = await post('x'.repeat(26 * 2 ** 20));
		const broken = await app.deliverText('{"ref":');
		const answers = { replayed, wrong, old, fresh, huge, broken };
		const wanted = { replayed: 200, wrong: 401, old: 202, fresh: 202, huge: 413, broken: 400 };
		expectThat(
			JSON.stringify(answers) === JSON.stringify(wanted),
			`answered ${JSON.stringify(answers)}`
		);
		expectThat((await app.deployments()).length === 1, 'something was deployed');
		return 'replayed: 200 duplicate · wrong signature: 401 · old and new secret: 202 · 26 MB: 413 · broken: 400';
	}
};

export const crossed: Experiment = {
	id: 'F34',
	strike:
		'a push, and a deployment that a person asks for, while a rollback runs; a deployment while its project is deleted',
	async run(ground) {
		const { ctx, db } = ground;
		const app = await ground.app({ variables: { BOOT_MS: '1500' } });
		const { serviceId } = app;
		const live = async () => {
			const row = await db.service.findUniqueOrThrow({ where: { id: serviceId } });
			return row.liveReleaseId ?? '';
		};
		const one = await live();
		await app.succeeds(await app.push('two'), 'two');
		const two = await live();
		const back = await rollback(ctx, { serviceId, releaseId: one });
		await app.reaches(back.deploymentId, 'check');
		const pushed = (await (await app.deliver(await app.commit('three'))).json()) as {
			decision: string;
			reason: string;
		};
		expectThat(pushed.decision === 'ignored', `the push was ${pushed.decision}`);
		await app.succeeds(back.deploymentId, 'one');
		const again = await rollback(ctx, { serviceId, releaseId: two });
		await app.reaches(again.deploymentId, 'check');
		const wanted = await requestDeployment(ctx, { serviceId });
		await app.succeeds(wanted.deploymentId, 'three');
		const { state } = await app.ended(again.deploymentId);
		expectThat(state === 'superseded', `the rollback ${state}`);

		const leaving = await ground.app();
		const { name } = await db.project.findUniqueOrThrow({ where: { id: leaving.projectId } });
		await leaving.stopProbe();
		leaving.expected = '';
		leaving.mayFail = true;
		const running = await leaving.push('two', { lines: ['RUN ["/app", "sleep", "20"]'] });
		await leaving.logs(running, 'tick');
		await deleteProject(ctx, { projectId: leaving.projectId, confirm: name, volumes: [] });
		const refused = await codeOf(requestDeployment(ctx, { serviceId: leaving.serviceId }));
		expectThat(refused === '404', `a deployment of what is being deleted: ${refused}`);
		await leaving.remove();
		return `push: "${pushed.reason}"; the person won, the rollback superseded; the deletion ended the build, a deployment meanwhile: 404`;
	}
};
