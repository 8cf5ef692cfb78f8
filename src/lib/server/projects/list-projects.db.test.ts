import { beforeAll, expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { testWorld } from '../testing/world.ts';
import { listProjects } from './list-projects.ts';

const world = testWorld();
let ctx: Context;

async function add(name: string, services: string[] = []): Promise<void> {
	const id = newId();
	const ownerId = ctx.actor.userId ?? '';
	await world.db.project.create({ data: { id, ownerId, name, nameKey: name.toLowerCase() } });
	for (const service of services) {
		const made = await world.project(ctx, { appName: service });
		await world.db.service.update({ where: { id: made.serviceId }, data: { projectId: id } });
		await world.db.project.delete({ where: { id: made.projectId } });
	}
}

beforeAll(async () => {
	ctx = await world.person('user');
	await add('Web shop', ['cart', 'payments']);
	await add('Blog', ['blog-web']);
	await add('100% tools');
	await add('Many', ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7']);
});

const found = async (words: string) =>
	(await listProjects(ctx, { words })).projects.map(({ name }) => name);

test('finds all the words in the name of a project or of its services, in any case', async () => {
	expect(await found('')).toEqual(['100% tools', 'Blog', 'Many', 'Web shop']);
	expect(await found('WEB')).toEqual(['Blog', 'Web shop']);
	expect(await found('shop cart')).toEqual(['Web shop']);
	expect(await found('shop blog')).toEqual([]);
	expect(await found('0% _')).toEqual([]);
	expect(await found('100%')).toEqual(['100% tools']);
	expect((await listProjects(ctx, { words: 'web' })).counts).toEqual({ all: 4, found: 2 });
});

test('gives each project once, page by page, though one of them goes away meanwhile', async () => {
	const first = await listProjects(ctx, { limit: 2 });
	expect(first.projects.map(({ name }) => name)).toEqual(['100% tools', 'Blog']);
	const blog = first.projects[1]?.id;
	await world.db.project.update({ where: { id: blog }, data: { deletedAt: new Date() } });
	const second = await listProjects(ctx, { limit: 2, after: first.next ?? '' });
	await world.db.project.update({ where: { id: blog }, data: { deletedAt: null } });
	expect(second.projects.map(({ name }) => name)).toEqual(['Many', 'Web shop']);
	expect(second.next).toBeNull();
});

test('shows a few services of a project that has many, and their number', async () => {
	const [many] = (await listProjects(ctx, { words: 'many' })).projects;
	expect(many?.services.map(({ name }) => name)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
	expect(many?.serviceCount).toBe(7);
});

test('says of a cursor that is none that the page does not exist', async () => {
	for (const after of ['', 'x', `${newId()}-`, `${newId()}-a\0`]) {
		await expect(listProjects(ctx, { after })).rejects.toMatchObject({ status: 422 });
	}
});
