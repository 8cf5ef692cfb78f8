import { readFile, readdir } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { migrationsDir } from '#prisma/migrate.ts';
import type { Context } from '../context.ts';
import { cancelDeployment } from '../deployments/cancel-deployment.ts';
import { finishDeployment } from '../deployments/finish-deployment.ts';
import { requestDeployment } from '../deployments/request-deployment.ts';
import { rollback } from '../deployments/rollback.ts';
import { startDeployment } from '../deployments/start-deployment.ts';
import { deleteProject } from '../projects/delete-project.ts';
import { testWorld } from '../testing/world.ts';
import { getDashboard } from './get-dashboard.ts';

const world = testWorld();

async function fail({ deploymentId }: { deploymentId: string }): Promise<void> {
	await startDeployment(world.db, { deploymentId });
	const error = { code: 'build_failed', step: 'build', message: 'The build failed.', hint: null };
	await finishDeployment(world.db, { deploymentId, outcome: { state: 'failed', error } });
}

const seen = async (ctx: Context) => {
	const { services, failed } = await getDashboard(ctx);
	return { services: services.map(({ id }) => id), failed: failed.map(({ id }) => id) };
};

interface Kept {
	id: string;
	kept: string;
}

/** Services of which something else is kept than their histories say. */
const forgotten = () =>
	world.db.$queryRaw<Kept[]>`
		select s.id, concat_ws(' ', s.last_deployed_at, s.last_failed) as kept from service s
		left join lateral (
			select * from deployment where service_id = s.id order by number desc limit 1
		) d on true
		where s.deleted_at is null and (s.last_deployed_at is distinct from d.created_at
			or s.last_failed is distinct from (d.state = 'failed'))`;

afterEach(async () => {
	expect(await forgotten()).toEqual([]);
});

test('what was deployed last comes first, whichever way it was asked for', async () => {
	const ctx = await world.person('user');
	const [first, second] = [await world.project(ctx), await world.project(ctx)];
	expect((await seen(ctx)).services).toEqual([second.serviceId, first.serviceId]);
	const { releaseId } = await world.deploy(first);
	expect((await seen(ctx)).services).toEqual([second.serviceId, first.serviceId]);
	const again = await requestDeployment(ctx, { serviceId: first.serviceId });
	await world.deploy({ ...first, ...again });
	expect((await seen(ctx)).services).toEqual([first.serviceId, second.serviceId]);
	await requestDeployment(ctx, { serviceId: second.serviceId });
	await rollback(ctx, { serviceId: first.serviceId, releaseId });
	expect((await seen(ctx)).services).toEqual([first.serviceId, second.serviceId]);
});

test('a service needs attention while its latest deployment is one that failed', async () => {
	const ctx = await world.person('user');
	const made = await world.project(ctx);
	const { serviceId } = made;
	await fail(made);
	expect((await seen(ctx)).failed).toEqual([serviceId]);
	const second = await requestDeployment(ctx, { serviceId });
	expect((await seen(ctx)).failed).toEqual([]);
	const third = await requestDeployment(ctx, { serviceId });
	expect(await startDeployment(world.db, second)).toEqual({ go: false });
	await cancelDeployment(ctx, third);
	expect((await seen(ctx)).failed).toEqual([]);
	await fail(await requestDeployment(ctx, { serviceId }));
	expect((await seen(ctx)).failed).toEqual([serviceId]);
	await world.deploy({ serviceId, ...(await requestDeployment(ctx, { serviceId })) });
	expect((await seen(ctx)).failed).toEqual([]);
});

test('one that fails after a newer one was asked for is of no concern any more', async () => {
	const ctx = await world.person('user');
	const made = await world.project(ctx);
	await startDeployment(world.db, made);
	await requestDeployment(ctx, { serviceId: made.serviceId });
	await finishDeployment(world.db, { ...made, outcome: { state: 'failed' } });
	expect((await seen(ctx)).failed).toEqual([]);
});

test('of many the nine latest are listed, all are counted, and none of anybody else', async () => {
	const ctx = await world.person('user');
	const made = [];
	for (let count = 0; count < 11; count++) made.push(await world.project(ctx));
	for (const project of made) await fail(project);
	const latest = made
		.map(({ serviceId }) => serviceId)
		.reverse()
		.slice(0, 9);
	expect(await seen(ctx)).toEqual({ services: latest, failed: latest });
	const { id, name } = await world.db.project.findUniqueOrThrow({
		where: { id: made.at(-1)?.projectId ?? '' }
	});
	await deleteProject(ctx, { projectId: id, confirm: name });
	const { counts, services } = await getDashboard(ctx);
	expect(counts).toEqual({ projects: 10, services: 10, live: 0 });
	expect(services.map(({ id: serviceId }) => serviceId)).toEqual(
		made
			.map(({ serviceId }) => serviceId)
			.reverse()
			.slice(1, 10)
	);
	const nothing = { projects: 0, services: 0, live: 0 };
	const other = await getDashboard(await world.person('user'));
	expect(other).toEqual({ counts: nothing, services: [], failed: [] });
});

test('an installation that has a history finds it in what is kept', async () => {
	const ctx = await world.person('user');
	const [live, failing] = [await world.project(ctx), await world.project(ctx)];
	await world.deploy(live);
	await fail(failing);
	await requestDeployment(ctx, { serviceId: live.serviceId });
	await world.db.service.updateMany({
		data: { lastDeployedAt: new Date(), lastFailed: false }
	});
	expect(await forgotten()).not.toEqual([]);
	const folder = (await readdir(migrationsDir)).find((name) => name.endsWith('latest_deployments'));
	const sql = await readFile(`${migrationsDir}/${folder}/migration.sql`, 'utf8');
	await world.db.$executeRawUnsafe(/^UPDATE "service"[^;]+;/m.exec(sql)?.[0] ?? '');
	expect(await forgotten()).toEqual([]);
});
