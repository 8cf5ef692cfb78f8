import { describe, expect, it } from 'vitest';
import { saveSharedVariablesInput, saveVariablesInput } from '#lib/schemas/variables.ts';
import { createProjectInput } from '#lib/schemas/projects.ts';
import { loadDeploymentSpec } from '../deployments/load-deployment-spec.ts';
import { loadSecrets } from '../deployments/load-secrets.ts';
import { requestDeployment } from '../deployments/request-deployment.ts';
import { deleteService } from '../services/delete-service.ts';
import { createService } from '../services/create-service.ts';
import { getService } from '../services/get-service.ts';
import { testWorld } from '../testing/world.ts';
import { newId } from '../db/id.ts';
import { editVariables } from './edit-variables.ts';
import { readVariables } from './freeze-variables.ts';
import { saveSharedVariables } from './save-shared-variables.ts';
import { saveVariables } from './save-variables.ts';

const world = testWorld();

type Typed = { key: string; value: string | null; isSecret?: boolean };

/** A project with two services: the first is live. */
async function setup() {
	const ctx = await world.person('user');
	const made = await world.project(ctx);
	await world.deploy(made);
	const { serviceId, projectId } = made;
	const nameOf = async (id: string) =>
		(await world.db.service.findUniqueOrThrow({ where: { id } })).name;
	const {
		appName: _,
		name: __,
		...form
	} = createProjectInput.parse({
		...{ name: 'x', appName: 'x', branch: 'main' },
		gitUrl: 'https://github.com/gantry/example'
	});
	const appName = `b${newId().replace(/\d/g, 'x').slice(0, 10)}`;
	const api = await createService(ctx, { ...form, projectId, appName });
	return {
		ctx,
		made,
		projectId,
		serviceId,
		apiId: api.serviceId,
		shop: await nameOf(serviceId),
		api: appName,
		share: (variables: Typed[]) =>
			saveSharedVariables(ctx, saveSharedVariablesInput.parse({ projectId, variables })),
		save: (variables: Typed[], id = serviceId) =>
			saveVariables(ctx, saveVariablesInput.parse({ serviceId: id, variables })),
		clear: async (id = serviceId) =>
			Object.fromEntries(
				(await readVariables(world.db, world.vault, id)).map(({ key, value }) => [key, value])
			),
		noted: async (id = serviceId) =>
			(await world.db.service.findUniqueOrThrow({ where: { id } })).pendingVariables
	};
}

describe('shared variables of a project', () => {
	it('are inherited by each service, and hidden by its own', async () => {
		const { share, save, clear, ctx, serviceId, apiId } = await setup();
		await share([
			{ key: 'REGION', value: 'eu' },
			{ key: 'LEVEL', value: 'info' }
		]);
		await save([{ key: 'LEVEL', value: 'debug' }]);
		expect(await clear()).toEqual({ REGION: 'eu', LEVEL: 'debug' });
		expect(await clear(apiId)).toEqual({ REGION: 'eu', LEVEL: 'info' });
		const { inherited, variables } = await editVariables(ctx, { holder: { serviceId } });
		expect(inherited.map(({ key }) => key)).toEqual(['REGION', 'LEVEL']);
		expect(variables.map(({ key }) => key)).toEqual(['LEVEL']);
	});

	it('wait in each live service until it is deployed again', async () => {
		const { share, noted, ctx, serviceId } = await setup();
		await share([{ key: 'REGION', value: 'eu' }]);
		expect(await noted()).toEqual(['REGION']);
		expect((await getService(ctx, { serviceId })).pending?.variables).toEqual(['REGION']);
		const queued = await requestDeployment(ctx, { serviceId, reuseImage: 'live' });
		await world.deploy({ serviceId, ...queued });
		expect(await noted()).toEqual([]);
		expect((await getService(ctx, { serviceId })).pending).toBeNull();
	});
});

describe('what waits to be applied', () => {
	it('is nothing when a change was taken back', async () => {
		const { save, noted } = await setup();
		await save([{ key: 'A', value: '1' }]);
		expect(await noted()).toEqual(['A']);
		await save([]);
		expect(await noted()).toEqual([]);
	});

	it('is what was saved while a deployment was under way, once that is live', async () => {
		const { save, noted, ctx, serviceId } = await setup();
		await save([{ key: 'A', value: '1' }]);
		const queued = await requestDeployment(ctx, { serviceId, reuseImage: 'live' });
		await save([
			{ key: 'A', value: '1' },
			{ key: 'B', value: '2' }
		]);
		await world.deploy({ serviceId, ...queued });
		expect(await noted()).toEqual(['B']);
	});
});

describe('references', () => {
	it('are resolved when a deployment is frozen, through others and to inherited ones', async () => {
		const { share, save, clear, api, apiId } = await setup();
		await share([{ key: 'HOST', value: 'db.internal' }]);
		await save([{ key: 'URL', value: 'pg://${{shared.HOST}}/x' }], apiId);
		await save([
			{ key: 'DB', value: `\${{${api}.URL}}?via=\${{ ${api}.HOST }}` },
			{ key: 'LITERAL', value: 'a $${{shared.HOST}} b' }
		]);
		expect(await clear()).toEqual({
			HOST: 'db.internal',
			DB: 'pg://db.internal/x?via=db.internal',
			LITERAL: 'a ${{shared.HOST}} b'
		});
	});

	it('have the secrets inside them struck from logs', async () => {
		const { save, ctx, serviceId, api, apiId } = await setup();
		await save([{ key: 'PASSWORD', value: 'canary-inner', isSecret: true }], apiId);
		await save([{ key: 'DB', value: `pg://u:\${{${api}.PASSWORD}}@h` }]);
		const { deploymentId } = await requestDeployment(ctx, { serviceId });
		expect(await loadSecrets(world, { deploymentId })).toEqual(['canary-inner']);
		const { variables } = await loadDeploymentSpec(world, { deploymentId });
		expect(variables).toEqual({ DB: 'pg://u:canary-inner@h' });
	});

	it('are refused at their row when they lead nowhere or in a circle', async () => {
		const { save, share, shop, api, apiId } = await setup();
		const field = 'variables.1.value';
		const bad = (value: string) =>
			save([
				{ key: 'A', value: '1' },
				{ key: 'B', value }
			]);
		await expect(bad('${{nobody.X}}')).rejects.toMatchObject({
			field,
			code: 'unknown_reference',
			message: expect.stringContaining("There is no service 'nobody' in this project.")
		});
		await expect(bad(`\${{${api}.X}}`)).rejects.toMatchObject({ field });
		await expect(bad('${{oops}}')).rejects.toMatchObject({ field });
		await expect(bad(`\${{${shop}.B}}`)).rejects.toMatchObject({
			message: expect.stringContaining('circle')
		});
		await share([{ key: 'S', value: '1' }]);
		await save([{ key: 'X', value: '${{shared.S}}' }], apiId);
		await expect(share([{ key: 'S', value: `\${{${api}.X}}` }])).rejects.toMatchObject({
			message: expect.stringContaining(`shared.S → ${api}.X → shared.S`)
		});
	});

	it('hold what they refer to, and fail the deployment when a whole service went', async () => {
		const { save, clear, ctx, serviceId, shop, api, apiId } = await setup();
		await save([{ key: 'X', value: '1' }], apiId);
		await save([{ key: 'A', value: `\${{${api}.X}}` }]);
		await expect(save([], apiId)).rejects.toMatchObject({
			code: 'still_referenced',
			message: `${shop}.A refers to what you are about to remove.`
		});
		await deleteService(ctx, { serviceId: apiId, confirm: api });
		const { deploymentId } = await requestDeployment(ctx, { serviceId });
		await expect(loadDeploymentSpec(world, { deploymentId })).rejects.toMatchObject({
			code: 'unresolved_reference',
			message: 'The variable A refers to what is not there.'
		});
		expect(await clear()).toEqual({ A: `\${{${api}.X}}` });
	});

	it('of other projects do not exist', async () => {
		const one = await setup();
		const { save } = await setup();
		await one.share([{ key: 'S', value: '1' }]);
		await expect(save([{ key: 'A', value: `\${{${one.api}.S}}` }])).rejects.toMatchObject({
			code: 'unknown_reference'
		});
	});
});
