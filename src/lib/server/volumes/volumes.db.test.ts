import { describe, expect, it } from 'vitest';
import { deleteProject } from '../projects/delete-project.ts';
import { deleteService } from '../services/delete-service.ts';
import { getService } from '../services/get-service.ts';
import { updateService } from '../services/update-service.ts';
import { testWorld } from '../testing/world.ts';
import { addVolume } from './add-volume.ts';
import { listProjectVolumes } from './list-project-volumes.ts';
import { listVolumes } from './list-volumes.ts';
import { removeVolume } from './remove-volume.ts';

const world = testWorld();

async function setup() {
	const ctx = await world.person('user');
	const made = await world.project(ctx);
	const { name } = await world.db.service.findUniqueOrThrow({ where: { id: made.serviceId } });
	return { ctx, name, ...made };
}
const data = { name: 'data', path: '/data' };

describe('the volumes of a service', () => {
	it('wait for the next deployment, and are mounted from then on', async () => {
		const { ctx, ...made } = await setup();
		await addVolume(ctx, { serviceId: made.serviceId, ...data });
		expect(await listVolumes(ctx, made)).toMatchObject([
			{ ...data, state: 'waiting', bytes: null }
		]);
		await world.deploy(made);
		expect(await listVolumes(ctx, made)).toMatchObject([{ ...data, state: 'mounted' }]);
	});

	it('stand among what is not applied yet, beside variables and settings', async () => {
		const { ctx, ...made } = await setup();
		const { serviceId } = made;
		const pending = async () => (await getService(ctx, { serviceId })).pending;
		await world.deploy(made);
		expect(await pending()).toBeNull();
		const { volumeId } = await addVolume(ctx, { serviceId, ...data });
		expect(await pending()).toMatchObject({ volumes: ['data'], settings: [], needsBuild: false });
		await updateService(ctx, { serviceId, memoryMegabytes: 640 });
		expect(await pending()).toMatchObject({ volumes: ['data'], settings: ['memoryMegabytes'] });
		await world.db.volume.update({ where: { id: volumeId }, data: { createdAt: new Date(0) } });
		expect(await pending()).toMatchObject({ volumes: [] });
	});

	it('have names and folders of their own', async () => {
		const { ctx, serviceId } = await setup();
		await addVolume(ctx, { serviceId, ...data });
		const again = { serviceId, name: 'data', path: '/other' };
		await expect(addVolume(ctx, again)).rejects.toMatchObject({ status: 409, field: 'name' });
		for (const path of ['/data', '/data/inside']) {
			const inside = addVolume(ctx, { serviceId, name: 'more', path });
			await expect(inside).rejects.toMatchObject({ code: 'path_taken', field: 'path' });
		}
	});

	it('leave room for one replica only', async () => {
		const { ctx, serviceId } = await setup();
		await updateService(ctx, { serviceId, replicas: 3 });
		await expect(addVolume(ctx, { serviceId, ...data })).rejects.toMatchObject({
			code: 'one_replica',
			message: 'Apps with a local volume run one replica.'
		});
		await updateService(ctx, { serviceId, replicas: 1 });
		await addVolume(ctx, { serviceId, ...data });
		await expect(updateService(ctx, { serviceId, replicas: 2 })).rejects.toMatchObject({
			code: 'one_replica'
		});
	});

	it('go only when their name is typed', async () => {
		const { ctx, serviceId } = await setup();
		const { volumeId } = await addVolume(ctx, { serviceId, ...data });
		await expect(removeVolume(ctx, { volumeId, confirm: 'yes' })).rejects.toMatchObject({
			code: 'not_confirmed',
			field: 'confirm'
		});
		await removeVolume(ctx, { volumeId, confirm: 'data' });
		expect(await listVolumes(ctx, { serviceId })).toMatchObject([{ state: 'leaving' }]);
	});
});

describe('deleting what has volumes', () => {
	it('takes their data only when each is named', async () => {
		const { ctx, name, serviceId } = await setup();
		await addVolume(ctx, { serviceId, ...data });
		for (const volumes of [undefined, [], ['other'], ['data', 'other']]) {
			const going = deleteService(ctx, { serviceId, confirm: name, volumes });
			await expect(going).rejects.toMatchObject({
				code: 'volumes_not_confirmed',
				field: 'volumes'
			});
		}
		expect(await world.db.volume.count({ where: { serviceId, deletedAt: null } })).toBe(1);
		await deleteService(ctx, { serviceId, confirm: name, volumes: ['data'] });
		expect(await world.db.volume.count({ where: { serviceId, deletedAt: null } })).toBe(0);
	});

	it('of a project names them with their app', async () => {
		const { ctx, name, projectId, serviceId } = await setup();
		await addVolume(ctx, { serviceId, ...data });
		const named = (await listProjectVolumes(ctx, { projectId })).map((volume) => volume.name);
		expect(named).toEqual([`${name}/data`]);
		const project = await world.db.project.findUniqueOrThrow({ where: { id: projectId } });
		const going = { projectId, confirm: project.name };
		await expect(deleteProject(ctx, { ...going, volumes: ['data'] })).rejects.toMatchObject({
			code: 'volumes_not_confirmed'
		});
		await deleteProject(ctx, { ...going, volumes: named });
	});
});
