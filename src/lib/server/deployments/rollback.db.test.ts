import { describe, expect, it } from 'vitest';
import { getService } from '../services/get-service.ts';
import { testWorld } from '../testing/world.ts';
import { saveVariables } from '../variables/save-variables.ts';
import { getDeployment } from './get-deployment.ts';
import { loadDeploymentSpec } from './load-deployment-spec.ts';
import { requestDeployment } from './request-deployment.ts';
import { resumeDeploys } from './resume-deploys.ts';
import { rollback } from './rollback.ts';
import { undoRollback } from './undo-rollback.ts';

const world = testWorld();

async function setup() {
	const ctx = await world.person('user');
	return { ctx, first: await world.project(ctx) };
}

describe('rolling back', () => {
	it('brings back image, variables and settings of a release', async () => {
		const { ctx, first } = await setup();
		const { serviceId } = first;
		await saveVariables(ctx, { serviceId, variables: [] });
		const old = await world.deploy(first);
		const variables = [{ key: 'NEW', value: 'x', isSecret: false }];
		await saveVariables(ctx, { serviceId, variables });
		const second = await requestDeployment(ctx, { serviceId });
		await world.deploy({ serviceId, ...second });
		const back = await rollback(ctx, { serviceId, releaseId: old.releaseId });
		const spec = await loadDeploymentSpec(world, back);
		expect(spec.image).toEqual(old.image);
		expect(spec.variables).toEqual({});
		expect(await getDeployment(ctx, back)).toMatchObject({ trigger: 'rollback', basedOn: 1 });
	});

	it('pauses deploying on push until a person resumes, and can be undone', async () => {
		const { ctx, first } = await setup();
		const { serviceId } = first;
		const paused = async () => (await getService(ctx, { serviceId })).rolledBackTo;
		const old = await world.deploy(first);
		const second = await requestDeployment(ctx, { serviceId });
		await world.deploy({ serviceId, ...second });
		const back = await rollback(ctx, { serviceId, releaseId: old.releaseId });
		expect(await paused()).toBe(1);
		await resumeDeploys(ctx, { serviceId });
		expect(await paused()).toBeNull();

		await world.deploy({ serviceId, ...back });
		const undone = await undoRollback(ctx, back);
		expect(await getDeployment(ctx, undone)).toMatchObject({ trigger: 'rollback', basedOn: 2 });
		expect(await paused()).toBeNull();
		await world.deploy({ serviceId, ...undone });

		const again = await rollback(ctx, { serviceId, releaseId: old.releaseId });
		expect(await undoRollback(ctx, again)).toEqual(again);
		expect(await getDeployment(ctx, again)).toMatchObject({ state: 'cancelled' });
		expect(await paused()).toBeNull();
		await expect(undoRollback(ctx, first)).rejects.toMatchObject({ code: 'not_a_rollback' });
	});

	it('refuses the release that is live', async () => {
		const { ctx, first } = await setup();
		const { releaseId } = await world.deploy(first);
		await expect(rollback(ctx, { serviceId: first.serviceId, releaseId })).rejects.toMatchObject({
			code: 'already_live'
		});
	});
});
