import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from '../../../e2e/fixtures/images/make.ts';
import { connectDocker } from '../../runtime/docker-client.ts';
import { cacheOwnerOf, runningApps, treeOf } from '../testing/running-app.ts';
import { settings } from '../testing/settings.ts';
import { detect } from '../detect.ts';
import { elixirApp, phpPackage } from '../testing/interpreted-apps.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const apps = runningApps(docker);
let root = '';

beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'gantry-interpreted-'));
	await makeImages(docker, () => {}, [
		'node:24-slim',
		'python:3.13-slim',
		'ruby:3.3-slim',
		'php:8.4-apache',
		'composer:2',
		'mlocati/php-extension-installer:2',
		'elixir:1.18-slim'
	]);
}, 600_000);

afterAll(async () => {
	await apps.remove();
	await rm(root, { recursive: true, force: true });
});

/** A copy of an example, with more files laid over it. */
async function folderOf(name: string, example: string | null, files: Record<string, string> = {}) {
	const directory = join(root, name);
	await mkdir(directory, { recursive: true });
	if (example)
		await cp(join(import.meta.dirname, '../../../examples', example), directory, {
			recursive: true
		});
	for (const [path, text] of Object.entries(files)) {
		await mkdir(dirname(join(directory, path)), { recursive: true });
		await writeFile(join(directory, path), text);
	}
	return directory;
}

async function deploy(name: string, directory: string, language = name) {
	const cacheOwner = cacheOwnerOf(language);
	const plan = await detect(await treeOf(directory), settings(), { cacheOwner });
	return { plan, url: await apps.run(directory, name, plan) };
}

describe('an example, deployed as it is', () => {
	it.each([
		['python', 'fastapi', 'Python'],
		['node', 'express', 'Node.js'],
		['ruby', 'sinatra', 'Ruby'],
		['php', 'php', 'PHP']
	])('%s answers, and not as root', async (name, framework, title) => {
		const directory = await folderOf(name, name);
		const { plan, url } = await deploy(name, directory);
		expect([plan.framework, plan.languageTitle, plan.notices]).toEqual([framework, title, []]);
		expect(await apps.page(url)).toContain(`Hello from ${title}`);
		const greeting = await fetch(`${url}/greetings/Ada`);
		expect(await greeting.json()).toEqual({ greeting: 'Hello, Ada' });
		expect(await apps.uid(name)).toBe(1000);
	});
});

describe('an app with packages of its own', () => {
	it('PHP: Composer installs them, and what is hidden stays hidden', async () => {
		const directory = await folderOf('php-packages', 'php', phpPackage);
		const { plan, url } = await deploy('php-packages', directory, 'php');
		expect(plan.packageManager?.value).toBe('Composer');
		expect(await apps.page(url)).toBe('Hello from a package');
		expect((await fetch(`${url}/.env`)).status).toBe(403);
		expect((await fetch(`${url}/composer.json`)).status).toBe(200);
	});

	it('Elixir: a release with its runtime answers', async () => {
		const directory = await folderOf('elixir', null, elixirApp);
		const { plan, url } = await deploy('elixir', directory);
		expect(plan.start?.value).toBe('bin/hello start');
		expect(await apps.page(url)).toBe('Hello from Elixir');
		expect(await apps.uid('elixir')).toBe(1000);
	});
});
