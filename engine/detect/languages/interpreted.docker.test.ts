import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildSettings } from '../../spec.ts';
import { makeImages } from '../../../e2e/fixtures/images/make.ts';
import { connectDocker } from '../../runtime/docker-client.ts';
import { runningApps, treeOf } from '../testing/running-app.ts';
import { settings } from '../testing/settings.ts';
import { detect } from '../detect.ts';
import { elixirApp, elixirScript, phpPackage } from '../testing/interpreted-apps.ts';

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

async function deploy(
	name: string,
	directory: string,
	set: Partial<BuildSettings> = {},
	port?: number
) {
	const plan = await detect(await treeOf(directory), settings(set), { cacheOwner: name });
	return { plan, url: await apps.run(directory, name, plan, port) };
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
		const { plan, url } = await deploy('php-packages', directory);
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

/** One answer shows that each of the settings was followed. */
const python = {
	'requirements.txt': '',
	'main.py': 'raise SystemExit("not what was set")\n',
	'serve.py': `import os, http.server, pathlib
text = pathlib.Path("installed").read_text() + pathlib.Path("built").read_text()
pathlib.Path("index.html").write_text(text)
http.server.test(http.server.SimpleHTTPRequestHandler, port=int(os.environ["PORT"]), bind="0.0.0.0")
`
};
const override: Partial<BuildSettings> = {
	installCommand: 'echo "installed, " > installed',
	buildCommand: 'echo built > built'
};

describe('what a person set', () => {
	it.each([
		['python', python, 'python serve.py'],
		[
			'ruby',
			{
				'.ruby-version': '3.3\n',
				Gemfile: 'source "https://rubygems.org"\n',
				'serve.rb': `require "socket"
server = TCPServer.new("0.0.0.0", Integer(ENV.fetch("PORT")))
loop do
  client = server.accept
  body = File.read("installed") + File.read("built")
  client.write "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: #{body.bytesize}\\r\\n\\r\\n#{body}"
  client.close
end
`
			},
			'ruby serve.rb'
		],
		[
			'php',
			{
				'composer.json': '{}',
				'index.php': 'not what was set',
				'serve.php': '<?php readfile("installed"); readfile("built");'
			},
			'php -S 0.0.0.0:$PORT serve.php'
		],
		['elixir', elixirScript, 'elixir serve.exs']
	])('%s: install, build and start command, and port', async (name, files, startCommand) => {
		const directory = await folderOf(`${name}-set`, null, files);
		const set = { ...override, startCommand };
		const { plan, url } = await deploy(`${name}-set`, directory, set, 7777);
		expect([plan.install, plan.build, plan.start].map((found) => found?.reason)).toEqual(
			Array(3).fill('you set it')
		);
		expect(url).toContain(':7777');
		expect(await apps.page(url)).toMatch(/installed,\s+built/);
	});
});
