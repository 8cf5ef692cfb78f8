import { expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { testWorld } from '../testing/world.ts';
import { search } from './search.ts';

const world = testWorld();

async function titles(ctx: Context, text: string): Promise<string[]> {
	return (await search(ctx, { text })).map(({ kind, title }) => `${kind} ${title}`);
}

test('finds a project, its service, a domain and deployments by number and commit', async () => {
	const ctx = await world.person('user');
	const made = await world.project(ctx, { name: 'Harbour walks', appName: 'walks' });
	const host = 'walks.example.org';
	await world.db.domain.create({
		data: { id: 'd'.repeat(20), serviceId: made.serviceId, host }
	});
	const commitSha = 'c0ffee1'.padEnd(40, '0');
	await world.db.deployment.update({ where: { id: made.deploymentId }, data: { commitSha } });

	expect(await titles(ctx, 'harb')).toEqual(['service walks', 'project Harbour walks']);
	expect(await titles(ctx, 'EXAMPLE.org')).toEqual([`domain ${host}`]);
	expect(await titles(ctx, '#1')).toEqual(['deployment walks #1']);
	expect(await titles(ctx, 'walks #1')).toContain('deployment walks #1');
	expect(await titles(ctx, 'c0ffee1')).toEqual(['deployment walks #1']);
	expect(await titles(ctx, 'walks logs')).toEqual(['page walks logs']);
	expect(await titles(ctx, 'deploy walks')).toEqual(['action Deploy walks']);
	expect(await titles(ctx, 'restart walks')).toEqual([]);
	await world.deploy(made);
	expect(await titles(ctx, 'restart walks')).toEqual(['action Restart walks']);
});

test('finds nothing of others, nothing that was deleted, and reads no patterns', async () => {
	const [ada, bob, admin] = await Promise.all([
		world.person('user'),
		world.person('user'),
		world.person('admin')
	]);
	const made = await world.project(ada, { name: 'Lighthouse', appName: 'lighthouse' });
	expect(await titles(admin, 'lighthouse')).toContain('project Lighthouse');
	expect(await titles(bob, 'lighthouse')).toEqual([]);
	expect(await titles(bob, 'aaaa')).toEqual([]);
	for (const text of ['%', '_ighthouse', "' or true --", '\\', '']) {
		expect(await titles(ada, text)).toEqual([]);
	}
	const data = { deletedAt: new Date() };
	await world.db.project.update({ where: { id: made.projectId }, data });
	expect(await titles(ada, 'lighthouse')).toEqual([]);
	await expect(search(world.nobody(), { text: 'x' })).rejects.toMatchObject({ status: 401 });
});
