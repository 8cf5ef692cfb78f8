import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeApp } from '../../e2e/fixtures/apps/make-app.ts';
import type { AppKind } from '../../e2e/fixtures/apps/recipes.ts';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { get, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';
import { makeImages } from '../../e2e/fixtures/images/make.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { fileSites } from '../sites/file-sites.ts';
import { noRules } from '../sites/port.ts';
import { siteRulesOf } from '../sites/site-label.ts';
import { detect } from './detect.ts';
import type { Plan } from './plan.ts';
import { runningApps, tarOf, treeOf } from './testing/running-app.ts';
import { settings } from './testing/settings.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const apps = runningApps(docker);
let root = '';
let edge: TestEdge;

beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'gantry-real-apps-'));
	await makeImages(docker, () => {});
	edge = await startTestEdge((await bothCaddies())[0]!.binary);
}, 600_000);

afterAll(async () => {
	await edge.remove();
	await apps.remove();
	await rm(root, { recursive: true, force: true });
});

async function answer(url: string): Promise<Response> {
	return expect
		.poll(() => fetch(url).catch(() => null), { timeout: 30_000, interval: 20 })
		.not.toBeNull()
		.then(() => fetch(url));
}

async function prepare(kind: AppKind) {
	const directory = join(root, kind);
	const expected = await makeApp(kind, directory);
	return { directory, expected, plan: await detect(await treeOf(directory), settings()) };
}

describe('a real app, from its files to a running container', () => {
	it.each([
		['sveltekit', 'sveltekit'],
		['express', 'express'],
		['dockerfile', 'dockerfile']
	] satisfies [AppKind, string][])('%s answers, and not as root', async (kind, framework) => {
		const { directory, expected, plan } = await prepare(kind);
		expect(plan.framework).toBe(framework);
		const url = await apps.run(directory, kind, plan);
		const response = await answer(url);
		expect(response.status).toBe(200);
		expect(await response.text()).toContain(expected);
		expect(await apps.uid(kind)).toBe(1000);
	});
});

describe('a real site, from its sources to the edge', () => {
	const signal = AbortSignal.timeout(170_000);
	const hostOf = (kind: AppKind) => `${kind}.localhost`;
	const ask = (kind: AppKind, path: string, headers: Record<string, string> = {}) =>
		get(edge, hostOf(kind), { path, headers });

	async function siteOf(kind: AppKind, directory: string, plan: Plan) {
		if (plan.dockerfile === '') return { tar: tarOf(directory), folder: '', rules: noRules };
		const { id } = await apps.build(directory, kind, plan);
		const options = { path: '/site', labels: apps.own, signal };
		const { tar, labels: on, close } = await apps.builder.files(id, options);
		return { tar, folder: 'site', rules: siteRulesOf(on), close };
	}

	it.each([
		['html', 'static'],
		['vite-react', 'vite'],
		['astro', 'astro']
	] satisfies [AppKind, string][])('%s answers', async (kind, framework) => {
		const { directory, expected, plan } = await prepare(kind);
		expect(plan.framework).toBe(framework);
		const files = `${kind}/one`;
		await fileSites(edge.paths.sites).publish(files, {
			open: () => siteOf(kind, directory, plan),
			signal
		});
		const hosts = [{ host: hostOf(kind), certificate: true }];
		await edge.names.update(kind, { hosts, state: 'live', targets: [], files });
		const response = await ask(kind, '/');
		expect(response.status).toBe(200);
		expect(response.body).toContain(expected);
	});

	it('leaves no container behind that an image was read through', async () => {
		const label = Object.entries(apps.own).map(([key, value]) => `${key}=${value}`);
		const filters = { label, name: ['gantry-files-'] };
		expect(await docker.listContainers({ all: true, filters })).toEqual([]);
	});

	it('answers every path of a single-page app with its page, but no missing file', async () => {
		const page = await ask('vite-react', '/users/john.doe');
		expect(page.status).toBe(200);
		expect(page.body).toContain('<title>gantry-vite-react</title>');
		expect((await ask('vite-react', '/assets/missing.js')).status).toBe(404);
	});

	it('lets browsers keep what has a hash in its name, and nothing else', async () => {
		const page = await ask('vite-react', '/');
		expect(page.headers['cache-control']).toBe('no-cache');
		const script = /src="(\/assets\/[^"]+)"/.exec(page.body)?.[1];
		const asset = await ask('vite-react', `${script}`, { 'accept-encoding': 'gzip' });
		expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
		expect(asset.headers['content-encoding']).toBe('gzip');
	});

	it('says 404 for what is not there, and keeps hidden files hidden', async () => {
		expect((await ask('astro', '/nowhere')).status).toBe(404);
		expect((await ask('html', '/style.css')).status).toBe(200);
		expect((await ask('html', '/.env')).status).toBe(404);
	});
});
