import { describe, expect, it } from 'vitest';
import { system } from '../auth/actors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { finishDeployment } from '../deployments/finish-deployment.ts';
import { requestDeployment } from '../deployments/request-deployment.ts';
import { renameProject } from '../projects/rename-project.ts';
import { saveVariables } from '../variables/save-variables.ts';
import { testWorld } from '../testing/world.ts';
import { activityCsv } from './activity-csv.ts';
import { listActivity } from './list-activity.ts';

const world = testWorld();

async function setup() {
	const ctx = await world.person('user');
	const made = await world.project(ctx);
	return { ctx, ...made };
}

const said = async (ctx: Context, wanted: Parameters<typeof listActivity>[1] = {}) =>
	(await listActivity(ctx, wanted)).groups.map(({ words }) => words);

describe('the activity', () => {
	it('says who did what, when and where, newest first, with a link', async () => {
		const { ctx, projectId, serviceId } = await setup();
		await saveVariables(ctx, {
			serviceId,
			variables: [{ key: 'A', value: '1', isSecret: false }]
		});
		const { groups } = await listActivity(ctx, {});
		expect(groups[0]?.events).toMatchObject([
			{
				...{ actor: ctx.actor.email, words: 'saved variables: A added', kind: 'variables' },
				...{ href: `/services/${serviceId}/variables/history`, project: { id: projectId } },
				service: { id: serviceId }
			}
		]);
		expect(groups[0]?.events[0].at).toBeInstanceOf(Date);
		expect(Math.abs(Date.now() - Number(groups[0]?.events[0].at))).toBeLessThan(600_000);
		expect((await said(ctx)).slice(1)).toEqual([
			'asked for deployment #1',
			expect.stringMatching(/^created the service/),
			expect.stringMatching(/^created the project/)
		]);
	});

	it('groups a burst of the same thing', async () => {
		const { ctx, serviceId } = await setup();
		for (const value of ['1', '2', '3']) {
			await saveVariables(ctx, { serviceId, variables: [{ key: 'A', value, isSecret: false }] });
		}
		const { groups } = await listActivity(ctx, {});
		expect(groups[0]?.words).toBe('saved variables 3 times');
		expect(groups[0]?.events.map(({ words }) => words)).toEqual([
			'saved variables: A changed',
			'saved variables: A changed',
			'saved variables: A added'
		]);
	});

	it('says what came of a deployment, by whom and why, and groups by that', async () => {
		const { ctx, serviceId, deploymentId } = await setup();
		await world.deploy({ serviceId, deploymentId });
		const end = async (message: string | null) => {
			const { deploymentId } = await requestDeployment(ctx, { serviceId });
			if (message === null) return world.deploy({ serviceId, deploymentId });
			const error = { code: 'build_failed', step: 'build', message, hint: null };
			const outcome = { state: 'failed' as const, error };
			return finishDeployment(world.db, { deploymentId, outcome });
		};
		await end('The build failed with exit code 1. More of it.');
		const { groups } = await listActivity(ctx, { kind: 'deployments' });
		expect(groups.map(({ words, events: [{ actor }] }) => [actor, words])).toEqual([
			['Gantry', 'could not put deployment #2 live: The build failed with exit code 1'],
			[ctx.actor.email, 'asked for deployments 2 times'],
			['Gantry', 'put deployment #1 live']
		]);
		expect(groups[0]?.events[0].href).toMatch(/^\/deployments\//);
		await end(null);
		expect(await said(ctx, { kind: 'deployments' })).toEqual([
			'put deployments live 2 times',
			'asked for deployments 3 times',
			'could not put deployment #2 live: The build failed with exit code 1'
		]);
	});

	it('shows one what one may see, and an admin everything', async () => {
		const { ctx, projectId } = await setup();
		const stranger = await world.person('user');
		expect(await said(stranger)).toEqual([]);
		expect(await said(stranger, { projectId })).toEqual([]);
		const admin = await world.person('admin');
		await renameProject(admin, { projectId, name: 'Renamed by the admin' });
		expect((await said(ctx))[0]).toMatch(/renamed the project .* to Renamed by the admin/);
		expect(await said(admin, { projectId })).toEqual(await said(ctx, { projectId }));
		await expect(listActivity(world.nobody(), {})).rejects.toMatchObject({ status: 401 });
	});

	it('is filtered by project, person and kind, and read page by page', async () => {
		const { ctx, projectId } = await setup();
		await renameProject(ctx, { projectId, name: 'A%_b' });
		await setup();
		const admin = await world.person('admin');
		const email = ctx.actor.email ?? '';
		const all = await said(admin, { actor: email });
		expect(all).toHaveLength(4);
		expect(await said(admin, { project: 'a%_B' })).toEqual(all);
		expect(await said(admin, { project: 'a%_B', kind: 'deployments' })).toEqual([
			'asked for deployment #1'
		]);
		const pages: string[] = [];
		let before: string | undefined;
		do {
			const page = await listActivity(admin, { actor: email, limit: 3, before });
			pages.push(...page.groups.map(({ words }) => words));
			before = page.next ?? undefined;
		} while (before);
		expect(pages).toEqual(all);
		await world.db.$transaction((tx) =>
			recordAudit(
				tx,
				{ actor: system() },
				{ action: 'deployment.crashed', subject: 'x', projectId, detail: { number: 1 } }
			)
		);
		expect(await said(admin, { actor: 'Gantry', projectId })).toEqual(['saw #1 crash']);
	});

	it('is a table in which nothing becomes a formula', async () => {
		const { ctx, projectId } = await setup();
		await renameProject(ctx, { projectId, name: '=1+1' });
		const csv = await new Response(activityCsv(ctx, { projectId })).text();
		const lines = csv.split('\r\n');
		expect(lines[0]).toBe('time,who,action,what,project,service,address');
		expect(lines[1]).toMatch(
			/^\d{4}-.*Z,.*@example\.com,project\.renamed,renamed .*,'=1\+1,,203\.0\.113\.9$/
		);
		expect(lines).toHaveLength(6);
	});
});
