import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { addDomain } from '../domains/add-domain.ts';
import { listDomains } from '../domains/list-domains.ts';
import { redirectDomain } from '../domains/redirect-domain.ts';
import { usePanel } from '../http/testing.ts';
import { tokenOf } from '../http/token-of.ts';
import { createService } from '../services/create-service.ts';
import { testWorld } from '../testing/world.ts';
import { addPath } from './add-path.ts';
import { listNeighbours } from './list-neighbours.ts';
import { removePath } from './remove-path.ts';

const world = testWorld();
usePanel(world);

/** A project with two services, the first with a domain. */
async function setup() {
	const { owner: ctx, call } = await tokenOf(world);
	const { projectId, serviceId } = await world.project(ctx);
	const app = `b${newId()
		.replaceAll(/[^a-z]/g, 'x')
		.slice(0, 14)}`;
	const service = { gitUrl: 'https://github.com/gantry/b', branch: 'main', rootDirectory: '' };
	await createService(ctx, {
		projectId,
		...service,
		...{ appName: app, autoDeploy: true, variables: [] }
	});
	const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
	const { domainId, host } = await addDomain(ctx, { serviceId, host: `${newId()}.example.org` });
	return { ctx, call, projectId, serviceId, app, name, domainId, host };
}

describe('paths', () => {
	it('lead to another app of the project, and come back', async () => {
		const { ctx, serviceId, app, domainId } = await setup();
		expect(await listNeighbours(ctx, { serviceId })).toEqual([app]);
		await addPath(ctx, { domainId, path: '/api', app, strip: true });
		const pathsNow = async () => (await listDomains(ctx, { serviceId })).domains[0]?.paths;
		expect(await pathsNow()).toEqual([{ path: '/api', app, strip: true }]);
		await world.db.service.update({ where: { name: app }, data: { deletedAt: new Date() } });
		expect(await pathsNow()).toEqual([]);
		await removePath(ctx, { domainId, path: '/api' });
		await expect(removePath(ctx, { domainId, path: '/api' })).rejects.toMatchObject({
			status: 404
		});
	});

	it('lead nowhere twice, to no app of others, and not to the domain’s own', async () => {
		const { ctx, app, name, domainId, host } = await setup();
		const foreign = await setup();
		const tried = (over: object) =>
			addPath(ctx, { domainId, path: '/api', app, strip: false, ...over });
		await expect(tried({ app: foreign.app })).rejects.toMatchObject({
			...{ status: 422, field: 'app' },
			message: `This project has no app “${foreign.app}”.`
		});
		await expect(tried({ app: name })).rejects.toMatchObject({
			message: `${name} answers for all of ${host} already.`
		});
		await tried({});
		await expect(tried({ strip: true })).rejects.toMatchObject({
			...{ status: 409, field: 'path' },
			message: `${host}/api leads to an app already.`
		});
	});

	it('and redirects exclude each other', async () => {
		const { ctx, serviceId, app, domainId, host } = await setup();
		const other = await addDomain(ctx, { serviceId, host: `${newId()}.example.org` });
		const path = { path: '/api', app, strip: false };
		await addPath(ctx, { domainId, ...path });
		await expect(redirectDomain(ctx, { domainId, to: other.host })).rejects.toMatchObject({
			message: `${host} has paths that lead to other apps: remove them first.`
		});
		await redirectDomain(ctx, { domainId: other.domainId, to: host });
		await expect(addPath(ctx, { domainId: other.domainId, ...path })).rejects.toMatchObject({
			code: 'domain_redirected'
		});
	});

	it('are added and removed by programs, too', async () => {
		const { call, name, app, host } = await setup();
		const at = `/apps/${name}/domains`;
		expect(await call('POST', `${at}/${host}/paths`, { path: '/api', app })).toMatchObject({
			status: 201,
			body: { status: 'success', path: '/api', app, strip: false }
		});
		expect((await call('GET', at)).body).toMatchObject({
			domains: [{ paths: [{ path: '/api', app, strip: false }] }]
		});
		const wrong = await call('POST', `${at}/${host}/paths`, { path: '/{x}', app });
		expect(wrong).toMatchObject({ status: 422, body: { field: 'path' } });
		expect(await call('DELETE', `${at}/${host}/paths?path=/api`)).toMatchObject({ status: 200 });
		expect(await call('DELETE', `${at}/${host}/paths?path=/api`)).toMatchObject({ status: 404 });
	});
});
