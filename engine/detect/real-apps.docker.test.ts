import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeApp } from '../../e2e/fixtures/apps/make-app.ts';
import type { AppKind } from '../../e2e/fixtures/apps/recipes.ts';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { makeImages } from '../../e2e/fixtures/images/make.ts';
import { dockerBuilder } from '../build/docker-builder.ts';
import { memoryTree } from '../checkout/memory-tree.ts';
import { planContainer } from '../runtime/container-plan.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { dockerRuntime } from '../runtime/docker-runtime.ts';
import { type DeploymentSpec, labels, objectNames } from '../spec.ts';
import { detect } from './detect.ts';
import type { Plan } from './plan.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const builder = dockerBuilder(docker);
const runtime = dockerRuntime(docker);
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const own = { [labels.installation]: installation };
const network = objectNames.network(installation);
const settings = {
	rootDirectory: '',
	dockerfilePath: null,
	dockerfileTarget: null,
	buildArguments: {},
	installCommand: null,
	buildCommand: null,
	startCommand: null,
	outputDirectory: null
};
let root = '';

beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'gantry-real-apps-'));
	await makeImages(docker, () => {});
	await runtime.ensureNetwork(network, own);
}, 600_000);

afterAll(async () => {
	await removeLeftovers(docker, installation);
	await rm(root, { recursive: true, force: true });
});

async function treeOf(directory: string) {
	const files: Record<string, string> = {};
	for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile()) files[path.slice(directory.length + 1)] = await readFile(path, 'utf8');
	}
	return memoryTree(files);
}

async function build(directory: string, name: string, plan: Plan) {
	const tar = spawn('tar', ['-C', directory, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
	const lines: string[] = [];
	return builder.build({
		context: tar.stdout,
		files: plan.files,
		ignore: null,
		dockerfile: plan.dockerfilePath,
		dockerfileText: plan.dockerfile,
		reference: objectNames.image(installation, name),
		labels: own,
		onLine: (line) => lines.push(line),
		signal: AbortSignal.timeout(170_000)
	});
}

/** Starts it confined as every app is, and answers its address. */
async function start(name: string, id: string, port: number): Promise<string> {
	const spec = {
		installation,
		project: installation,
		service: name,
		deployment: installation,
		variables: {},
		run: { memoryBytes: 2 ** 29, cpuMillis: 0, pidsLimit: 512, stopGraceSeconds: 5 }
	} as unknown as DeploymentSpec;
	const plan = planContainer(spec, { reference: '', id, port, files: null });
	const container = await runtime.start(plan, { signal: AbortSignal.timeout(30_000) });
	return `http://${container.address}:${port}`;
}

async function answer(url: string): Promise<Response> {
	return expect
		.poll(() => fetch(url).catch(() => null), { timeout: 30_000, interval: 20 })
		.not.toBeNull()
		.then(() => fetch(url));
}

async function uidOf(service: string): Promise<number> {
	const { Processes = [], Titles = [] } = await docker
		.getContainer(objectNames.container(service, installation))
		.top({ ps_args: '-eo uid,pid,args' });
	const uids = Processes.map((row: string[]) => Number(row[Titles.indexOf('UID')]));
	return Math.min(...uids);
}

async function deploy(kind: AppKind) {
	const directory = join(root, kind);
	const expected = await makeApp(kind, directory);
	const plan = await detect(await treeOf(directory), settings);
	const image = await build(directory, kind, plan);
	const url = await start(kind, image.id, plan.port?.value ?? image.exposedPort ?? 3000);
	return { expected, plan, url };
}

const urls = new Map<AppKind, string>();

describe('a real app, from its files to a running container', () => {
	it.each([
		['vite-react', 'vite'],
		['sveltekit', 'sveltekit'],
		['express', 'express'],
		['astro', 'astro'],
		['html', 'static'],
		['dockerfile', 'dockerfile']
	] satisfies [AppKind, string][])('%s answers, and not as root', async (kind, framework) => {
		const { expected, plan, url } = await deploy(kind);
		urls.set(kind, url);
		expect(plan.framework).toBe(framework);
		const response = await answer(url);
		expect(response.status).toBe(200);
		expect(await response.text()).toContain(expected);
		expect(await uidOf(kind)).toBe(1000);
	});
});

describe('a site served by Caddy', () => {
	const ask = (kind: AppKind, path: string) => fetch(`${urls.get(kind)}${path}`);

	it('answers every path of a single-page app with its page, but no missing file', async () => {
		const page = await ask('vite-react', '/users/john.doe');
		expect(page.status).toBe(200);
		expect(await page.text()).toContain('<title>gantry-vite-react</title>');
		expect((await ask('vite-react', '/assets/missing.js')).status).toBe(404);
	});

	it('lets browsers keep what has a hash in its name, and nothing else', async () => {
		const page = await ask('vite-react', '/');
		expect(page.headers.get('cache-control')).toBe('no-cache');
		const script = /src="(\/assets\/[^"]+)"/.exec(await page.text())?.[1];
		const asset = await fetch(`${urls.get('vite-react')}${script}`, {
			headers: { 'accept-encoding': 'gzip' }
		});
		expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
		expect(asset.headers.get('content-encoding')).toBe('gzip');
	});

	it('says 404 for what is not there, and keeps hidden files hidden', async () => {
		expect((await ask('astro', '/nowhere')).status).toBe(404);
		expect((await ask('html', '/style.css')).status).toBe(200);
		expect((await ask('html', '/.env')).status).toBe(404);
		expect((await ask('html', '/.gantry/Caddyfile')).status).toBe(404);
	});
});
