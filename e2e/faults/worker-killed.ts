import type { StepName } from '#engine/spec.ts';
import { cancelDeployment } from '#lib/server/deployments/cancel-deployment.ts';
import { strikeProgram } from '../fixtures/programs.ts';
import type { App } from './app.ts';
import { expectThat, expectWithin, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
import { secondsOf, until } from './moments.ts';

/** Seconds from now until a deployment began, by the database's own clock. */
async function secondsUntilStart({ db }: Ground, deploymentId: string): Promise<number> {
	const row = await until('a deployment to begin', async () => {
		const found = await db.deployment.findUnique({ where: { id: deploymentId } });
		return found?.startedAt && found.state !== 'queued' ? found : null;
	});
	return ((row.startedAt?.getTime() ?? 0) - row.createdAt.getTime()) / 1000;
}

/** Kills the worker, and waits for a deployment to go on soon and to end live in its second attempt. */
async function resumes(
	ground: Ground,
	app: App,
	{ deploymentId, version }: { deploymentId: string; version: string }
): Promise<string> {
	await strikeProgram(ground.product, 'worker');
	ground.host.break(app.name, null);
	const took = await secondsOf(() => app.logs(deploymentId, 'Worker lost, resuming (attempt 2)'));
	const { attempt } = await app.succeeds(deploymentId, version);
	expectThat(attempt === 2, `it took ${attempt} attempts`);
	return `resumed after ${expectWithin(took, 35, 'to resume')} (attempt 2), succeeded`;
}

export const queued: Experiment = {
	id: 'F01',
	strike: 'worker killed while a deployment is queued',
	async run(ground) {
		const app = await ground.app();
		await strikeProgram(ground.product, 'worker');
		const deploymentId = await app.push('two');
		const began = await secondsUntilStart(ground, deploymentId);
		const { attempt } = await app.succeeds(deploymentId, 'two');
		expectThat(attempt === 1, 'it was begun twice');
		expectThat((await app.deployments()).length === 1, 'there is more than one deployment');
		return `began after ${expectWithin(began, 5, 'to begin')}, one deployment`;
	}
};

export const cloning: Experiment = {
	id: 'F02',
	strike: 'worker killed during the clone',
	async run(ground) {
		const app = await ground.app();
		ground.host.break(app.name, 'hang');
		const deploymentId = await app.push('two');
		await app.reaches(deploymentId, 'checkout');
		return resumes(ground, app, { deploymentId, version: 'two' });
	}
};

export const building: Experiment = {
	id: 'F03',
	strike: 'worker killed during the build of an app with a volume',
	async run(ground) {
		const app = await ground.app({ volume: '/data' });
		await app.append('one-');
		const deploymentId = await app.push('two', { lines: ['RUN ["/app", "sleep", "2"]'] });
		await app.logs(deploymentId, 'tick');
		const resumed = resumes(ground, app, { deploymentId, version: 'two' });
		expectThat((await app.version()) === 'one', 'the old version does not answer');
		const said = await resumed;
		const kept = await app.append('two');
		expectThat(kept === 'one-two', `in its volume stands "${kept}"`);
		return `${said}; the old version served until then, the volume has its data`;
	}
};

export const imageMade: Experiment = {
	id: 'F04',
	strike: 'worker killed when the image was just made (one machine: nothing is pushed)',
	async run(ground) {
		const app = await ground.app();
		const deploymentId = await app.push('two', { lines: ['RUN ["/app", "sleep", "1"]'] });
		const image = ground.docker.getImage(
			`gantry/${app.serviceId}:deploy_${deploymentId.slice(0, 8)}`
		);
		const { Id: before } = await until('the image', () => image.inspect());
		const said = await resumes(ground, app, { deploymentId, version: 'two' });
		const { Id: after } = await image.inspect();
		expectThat(before === after, 'another image was made');
		return `${said}; the image is the same`;
	}
};

export const checking: Experiment = {
	id: 'F06',
	strike: 'worker killed during the health check of two replicas',
	async run(ground) {
		const app = await ground.app({ input: { healthSeconds: 30, replicas: 2 } });
		const deploymentId = await app.push('two', { env: { BOOT_MS: '4000' } });
		await app.reaches(deploymentId, 'check');
		const said = await resumes(ground, app, { deploymentId, version: 'two' });
		return `${said}, with what was left of the deadline`;
	}
};

/** Until `work` is done the database keeps everybody waiting who writes that a step of this name is over. */
async function withoutEndOf<T>({ db }: Ground, name: StepName, work: () => Promise<T>): Promise<T> {
	const key = 7;
	await db.$executeRawUnsafe(`
		create function wait_for_test() returns trigger language plpgsql as $$
			begin perform pg_advisory_xact_lock_shared(${key}); return new; end $$`);
	await db.$executeRawUnsafe(`
		create trigger wait_for_test before insert or update on step for each row
		when (new.name = '${name}' and new.state <> 'running') execute function wait_for_test()`);
	try {
		return await db.$transaction(
			async (tx) => {
				await tx.$executeRaw`select pg_advisory_xact_lock(${key})`;
				return await work();
			},
			{ timeout: 120_000 }
		);
	} finally {
		await db.$executeRaw`drop function wait_for_test cascade`;
	}
}

export const switched: Experiment = {
	id: 'F07',
	strike: 'worker killed after the switch, before the database knew its end',
	async run(ground) {
		const app = await ground.app();
		// The switch is done, and nobody can be told so.
		const deploymentId = await withoutEndOf(ground, 'switch', async () => {
			const id = await app.push('two');
			await until('visitors to see it', async () => (await app.version()) === 'two');
			await app.reaches(id, 'switch');
			await strikeProgram(ground.product, 'worker');
			return id;
		});
		const { attempt } = await app.succeeds(deploymentId, 'two');
		return `finished in attempt ${attempt}; visitors saw the new version all the time`;
	}
};

export const nextPush: Experiment = {
	id: 'F12',
	strike: 'the next push right after the worker was killed during a build',
	async run(ground) {
		const app = await ground.app();
		const second = await app.push('two', { lines: ['RUN ["/app", "sleep", "5"]'] });
		await app.logs(second, 'tick');
		await strikeProgram(ground.product, 'worker');
		const third = await app.push('three');
		const began = await secondsUntilStart(ground, third);
		await app.succeeds(third, 'three');
		const { state } = await app.ended(second);
		expectThat(state === 'superseded', `the older one ${state}`);
		return `not held up: began after ${expectWithin(began, 40, 'to begin')}; the older one superseded`;
	}
};

export const stopped: Experiment = {
	id: 'F10',
	strike: 'worker told to stop (SIGTERM) during a build',
	async run(ground) {
		const app = await ground.app();
		const deploymentId = await app.push('two', { lines: ['RUN ["/app", "sleep", "12"]'] });
		await app.logs(deploymentId, 'tick');
		await strikeProgram(ground.product, 'worker', 'SIGTERM');
		await app.logs(deploymentId, 'The worker is stopping');
		const [job] = await until(
			'the job to be given back',
			() =>
				ground.db.$queryRaw<{ attempts: number }[]>`
				select attempts from graphile_worker.jobs where key = ${`deploy:${deploymentId}`}`
		);
		await app.succeeds(deploymentId, 'two');
		expectThat((job?.attempts ?? 0) <= 1, 'an attempt of the job was used up');
		return 'given back within its grace, no attempt used up; the next worker finished it';
	}
};

/** Cancels, and says when it was too late. */
export async function cancel(ground: Ground, deploymentId: string): Promise<'cancelled' | string> {
	return cancelDeployment(ground.ctx, { deploymentId }).then(
		() => 'cancelled',
		(error: unknown) => (error as { code?: string }).code ?? 'refused'
	);
}
