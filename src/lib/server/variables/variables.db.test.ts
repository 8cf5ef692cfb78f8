import { describe, expect, it } from 'vitest';
import { saveVariablesInput } from '#lib/schemas/variables.ts';
import { getService } from '../services/get-service.ts';
import { updateService } from '../services/update-service.ts';
import { requestDeployment } from '../deployments/request-deployment.ts';
import { testWorld } from '../testing/world.ts';
import { importDotenv } from './import-dotenv.ts';
import { listVariables } from './list-variables.ts';
import { readVariables } from './freeze-variables.ts';
import { saveVariables } from './save-variables.ts';

const world = testWorld();
const odd = ' spaces \n"quotes" \\ $HOME é \u{1F600} = # \r\n';

async function setup(variables: { key: string; value: string; isSecret: boolean }[] = []) {
	const ctx = await world.person('user');
	const made = await world.project(ctx, { variables });
	return { ctx, made, serviceId: made.serviceId };
}

const clear = (serviceId: string) => readVariables(world.db, world.vault, serviceId);

describe('variables', () => {
	it('come back byte for byte, in the order in which they were written', async () => {
		const { ctx, serviceId } = await setup();
		const variables = [
			{ key: 'ZED', value: odd, isSecret: false },
			{ key: 'A', value: '', isSecret: false }
		];
		await saveVariables(ctx, saveVariablesInput.parse({ serviceId, variables }));
		const listed = await listVariables(ctx, { serviceId });
		expect(listed.map(({ key, value }) => [key, value])).toEqual([
			['ZED', odd],
			['A', '']
		]);
	});

	it('never give a secret away again, and keep it when it is left untouched', async () => {
		const { ctx, serviceId } = await setup([{ key: 'S', value: 'canary-123', isSecret: true }]);
		expect(JSON.stringify(await listVariables(ctx, { serviceId }))).not.toContain('canary');
		await saveVariables(ctx, { serviceId, variables: [{ key: 'S', value: null, isSecret: true }] });
		expect(await clear(serviceId)).toEqual([
			{ key: 'S', value: 'canary-123', isSecret: true, scope: 'run' }
		]);
	});

	it('do not let a secret become readable without a new value', async () => {
		const { ctx, serviceId } = await setup([{ key: 'S', value: 'canary-123', isSecret: true }]);
		const shown = { serviceId, variables: [{ key: 'S', value: null, isSecret: false }] };
		await expect(saveVariables(ctx, shown)).rejects.toMatchObject({ code: 'secret_stays_secret' });
		expect((await clear(serviceId))[0]?.isSecret).toBe(true);
	});

	it('save all or nothing', async () => {
		const { ctx, serviceId } = await setup([{ key: 'KEEP', value: '1', isSecret: false }]);
		const variables = [
			{ key: 'NEW', value: 'x', isSecret: false },
			{ key: 'NOTHING', value: null, isSecret: false }
		];
		await expect(saveVariables(ctx, { serviceId, variables })).rejects.toMatchObject({
			field: 'variables.1.value'
		});
		expect((await clear(serviceId)).map(({ key }) => key)).toEqual(['KEEP']);
	});

	it('stand sealed in the database and unnamed by value in the audit', async () => {
		const { serviceId } = await setup([{ key: 'S', value: 'canary-123', isSecret: true }]);
		const rows = await world.db.variable.findMany({ where: { serviceId } });
		const deployments = await world.db.deployment.findMany({ where: { serviceId } });
		const audit = await world.db.auditEvent.findMany();
		expect(JSON.stringify([rows, deployments, audit])).not.toContain('canary');
	});

	it('are added from a pasted .env file, old ones kept in place', async () => {
		const { ctx, serviceId } = await setup([
			{ key: 'A', value: '1', isSecret: true },
			{ key: 'B', value: '2', isSecret: false }
		]);
		const saved = await importDotenv(ctx, {
			serviceId,
			text: 'export A="new"\nC=3\n',
			isSecret: false
		});
		expect(saved).toEqual({ added: ['C'], changed: ['A'], removed: [], version: 1, notice: null });
		expect(await clear(serviceId)).toEqual([
			{ key: 'A', value: 'new', isSecret: true, scope: 'run' },
			{ key: 'B', value: '2', isSecret: false, scope: 'run' },
			{ key: 'C', value: '3', isSecret: false, scope: 'run' }
		]);
	});

	it('are seen by whom their name says, until somebody chooses', async () => {
		const { ctx, serviceId } = await setup([
			{ key: 'VITE_A', value: '1', isSecret: false },
			{ key: 'B', value: '2', isSecret: false }
		]);
		const scopes = async () =>
			Object.fromEntries((await clear(serviceId)).map(({ key, scope }) => [key, scope]));
		expect(await scopes()).toEqual({ VITE_A: 'both', B: 'run' });
		const variables = [
			{ key: 'VITE_A', value: '1', scope: 'run' },
			{ key: 'B', value: '2' },
			{ key: 'TOKEN', value: '3', scope: 'build' }
		];
		await saveVariables(ctx, saveVariablesInput.parse({ serviceId, variables }));
		await importDotenv(ctx, { serviceId, text: 'VITE_A=9\nPUBLIC_C=4\n', isSecret: false });
		expect(await scopes()).toEqual({ VITE_A: 'run', B: 'run', TOKEN: 'build', PUBLIC_C: 'both' });
		const listed = await listVariables(ctx, { serviceId });
		expect(listed.map(({ scope }) => scope)).toEqual(['run', 'run', 'build', 'both']);
	});

	it('are not saved from a paste with a mistake, which is named with its line', async () => {
		const { ctx, serviceId } = await setup();
		const text = 'A=1\nB\nC="open\n';
		await expect(importDotenv(ctx, { serviceId, text, isSecret: false })).rejects.toMatchObject({
			field: 'text',
			message: 'Line 2: There is no = in this line. Line 3: The quote " is never closed.'
		});
		expect(await clear(serviceId)).toEqual([]);
	});
});

describe('what is changed but not applied', () => {
	it('names the changed keys, and nothing once they are deployed', async () => {
		const { ctx, made, serviceId } = await setup([{ key: 'A', value: '1', isSecret: false }]);
		const pending = async () => (await getService(ctx, { serviceId })).pending;
		expect(await pending()).toBeNull();
		await world.deploy(made);
		expect(await pending()).toBeNull();
		const variables = [
			{ key: 'A', value: '2', isSecret: false },
			{ key: 'B', value: '', isSecret: false }
		];
		await saveVariables(ctx, { serviceId, variables });
		expect(await pending()).toEqual({
			variables: ['A', 'B'],
			settings: [],
			volumes: [],
			isSeenByBuilds: false,
			needsBuild: false
		});
		const queued = await requestDeployment(ctx, { serviceId, reuseImage: 'live' });
		await world.deploy({ serviceId, ...queued });
		expect(await pending()).toBeNull();
	});

	it('needs a build when builds see the changed variable, and then not the live image', async () => {
		const { ctx, made, serviceId } = await setup([{ key: 'VITE_A', value: '1', isSecret: false }]);
		await world.deploy(made);
		const save = (variable: { key: string; value: string; scope?: 'run' | 'build' | 'both' }) =>
			saveVariables(ctx, { serviceId, variables: [{ isSecret: false, ...variable }] });
		const pending = async () => (await getService(ctx, { serviceId })).pending;
		await save({ key: 'VITE_A', value: '2' });
		expect(await pending()).toMatchObject({ variables: ['VITE_A'], needsBuild: true });
		const reuse = requestDeployment(ctx, { serviceId, reuseImage: 'live' });
		await expect(reuse).rejects.toMatchObject({ code: 'needs_build' });
		await save({ key: 'VITE_A', value: '1', scope: 'build' });
		expect(await pending()).toMatchObject({ variables: ['VITE_A'], needsBuild: false });
		await save({ key: 'VITE_A', value: '1', scope: 'run' });
		expect(await pending()).toMatchObject({ needsBuild: true });
		await save({ key: 'VITE_A', value: '1', scope: 'both' });
		expect(await pending()).toBeNull();
	});

	it('tells settings of the image from limits that need no build', async () => {
		const { ctx, made, serviceId } = await setup();
		await world.deploy(made);
		const memory = await updateService(ctx, { serviceId, memoryMegabytes: 256, cpus: 1.5 });
		expect(memory.changed.sort()).toEqual(['cpus', 'memoryMegabytes']);
		expect(memory.pending).toMatchObject({ needsBuild: false });
		const command = await updateService(ctx, { serviceId, buildCommand: 'npm run all' });
		expect(command.pending).toMatchObject({ needsBuild: true });
	});
});
