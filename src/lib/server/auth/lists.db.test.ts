import { describe, expect, it } from 'vitest';
import { listApps } from '../apps/list-apps.ts';
import { createProject } from '../projects/create-project.ts';
import { createProjectInput } from '#lib/schemas/projects.ts';
import { getDashboard } from '../dashboard/get-dashboard.ts';
import { newId } from '../db/id.ts';
import { listDeployments } from '../deployments/list-deployments.ts';
import { changeDomains } from '../settings/change-domains.ts';
import { getSettings } from '../settings/get-settings.ts';
import { checkOwnDomains } from '../settings/check-own-domains.ts';
import { deleteProject } from '../projects/delete-project.ts';
import { getProject } from '../projects/get-project.ts';
import { listProjects } from '../projects/list-projects.ts';
import { listServices } from '../services/list-services.ts';
import { listSiblings } from '../siblings/list-siblings.ts';
import { testWorld } from '../testing/world.ts';

const world = testWorld();

describe('lists', () => {
	it('hold what is one’s own, and for an admin everything', async () => {
		const [ada, bob, admin] = [
			await world.person('user'),
			await world.person('user'),
			await world.person('admin')
		];
		const made = await world.project(ada);
		const { projectId, serviceId } = made;
		const seen = async (ctx: typeof ada) => ({
			projects: (await listProjects(ctx, {})).projects.some(({ id }) => id === projectId),
			apps: (await listApps(ctx)).length,
			onDashboard: (await getDashboard(ctx)).services.some(({ id }) => id === serviceId),
			siblings: (await listSiblings(ctx, {})).some(({ id }) => id === projectId),
			inProject: (await listSiblings(ctx, { projectId })).length,
			services: (await listServices(ctx, { projectId })).length,
			ofService: (await listDeployments(ctx, { serviceId })).deployments.length,
			ofProject: (await listDeployments(ctx, { projectId })).deployments.length
		});
		expect(await seen(ada)).toEqual({
			projects: true,
			apps: 1,
			onDashboard: true,
			siblings: true,
			inProject: 1,
			services: 1,
			ofService: 1,
			ofProject: 1
		});
		expect(await seen(bob)).toEqual({
			projects: false,
			apps: 0,
			onDashboard: false,
			siblings: false,
			inProject: 0,
			services: 0,
			ofService: 0,
			ofProject: 0
		});
		expect((await seen(admin)).projects).toBe(true);
	});

	it('show each service with its latest deployment', async () => {
		const ctx = await world.person('user');
		const made = await world.project(ctx);
		await world.deploy(made);
		const [project] = (await listProjects(ctx, {})).projects;
		expect(project?.services).toMatchObject([
			{ id: made.serviceId, state: 'live', latest: { number: 1, state: 'succeeded' } }
		]);
	});

	it('are closed to who is not signed in', async () => {
		const nobody = world.nobody();
		const status = 401;
		await expect(listProjects(nobody, {})).rejects.toMatchObject({ status });
		await expect(getDashboard(nobody)).rejects.toMatchObject({ status });
		await expect(listSiblings(nobody, {})).rejects.toMatchObject({ status });
		await expect(listApps(nobody)).rejects.toMatchObject({ status });
		await expect(listDeployments(nobody, {})).rejects.toMatchObject({ status });
		await expect(listServices(nobody, { projectId: newId() })).rejects.toMatchObject({ status });
	});
});

describe('settings of the installation', () => {
	it('belong to admins', async () => {
		const user = await world.person('user');
		const status = 403;
		await expect(getSettings(user)).rejects.toMatchObject({ status });
		await expect(changeDomains(user, { baseDomain: 'a.test' })).rejects.toMatchObject({ status });
		await expect(checkOwnDomains(user)).rejects.toMatchObject({ status });
	});

	it('move apps and panel to another base domain, and back', async () => {
		const admin = await world.person('admin');
		await changeDomains(admin, { baseDomain: 'apps.test' });
		expect(await getSettings(admin)).toMatchObject({
			baseDomain: 'apps.test',
			panelUrl: 'https://gantry.apps.test',
			chosen: { baseDomain: 'apps.test', panelDomain: null }
		});
		await changeDomains(admin, { baseDomain: null });
		expect((await getSettings(admin)).baseDomain).toBe('example.com');
	});
});

describe('creating a project', () => {
	const wanted = (name: string) =>
		createProjectInput.parse({
			name,
			appName: `a${newId().replace(/\d/g, '').slice(0, 10)}`,
			gitUrl: 'https://github.com/gantry/example',
			branch: 'main'
		});

	it('happens once for a form sent twice at the same moment', async () => {
		const ctx = await world.person('user');
		const input = { ...wanted('Twice'), formKey: newId() };
		const [one, two] = await Promise.all([createProject(ctx, input), createProject(ctx, input)]);
		expect(one).toEqual(two);
		expect((await listProjects(ctx, {})).projects).toHaveLength(1);
	});

	it('refuses a name that differs in case only, and frees it with the deletion', async () => {
		const ctx = await world.person('user');
		const { projectId } = await createProject(ctx, wanted('Shop'));
		await expect(createProject(ctx, wanted('sHOP'))).rejects.toMatchObject({
			code: 'project_exists',
			status: 409,
			field: 'name'
		});
		await createProject(await world.person('user'), wanted('Shop'));
		await deleteProject(ctx, { projectId, confirm: 'Shop' });
		await expect(getProject(ctx, { projectId })).rejects.toMatchObject({ status: 404 });
		await expect(createProject(ctx, wanted('Shop'))).resolves.toBeTruthy();
	});

	it('refuses an app name that anybody has, and makes nothing', async () => {
		const one = await world.person('user');
		const two = await world.person('user');
		const first = wanted('One');
		await createProject(one, first);
		await expect(
			createProject(two, { ...wanted('Two'), appName: first.appName })
		).rejects.toMatchObject({ message: `App '${first.appName}' already exists`, status: 409 });
		expect((await listProjects(two, {})).projects).toEqual([]);
	});

	it('refuses a repository that can not be, before anything is made', async () => {
		const ctx = await world.person('user');
		const gitUrls = [
			'file:///etc',
			'sample:/etc',
			'ext::sh -c id',
			'https://u:t@host/r.git',
			'-oProxyCommand=x'
		];
		for (const gitUrl of gitUrls) {
			await expect(createProject(ctx, { ...wanted('No'), gitUrl })).rejects.toMatchObject({
				status: 422,
				field: 'gitUrl'
			});
		}
		expect((await listProjects(ctx, {})).projects).toEqual([]);
	});

	it('keeps the form key out of other people’s reach', async () => {
		const formKey = newId();
		const one = await createProject(await world.person('user'), { ...wanted('A'), formKey });
		const other = createProject(await world.person('user'), { ...wanted('B'), formKey });
		await expect(other).rejects.toBeTruthy();
		expect(one.number).toBe(1);
	});
});
