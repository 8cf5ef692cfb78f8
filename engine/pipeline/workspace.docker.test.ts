import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { type GitHost, startGitHost } from '../../e2e/fixtures/git-host.ts';
import { makeImages } from '../../e2e/fixtures/images/make.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { deploy } from './deploy.ts';
import type { Engine } from './step.ts';
import { memoryRecorder } from './testing/memory-recorder.ts';
import { realEngine, testDockerHost } from './testing/real-engine.ts';
import { deploymentSpec } from './testing/spec.ts';

const docker = connectDocker(testDockerHost);
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
let folder = '';
let host: GitHost;
let engine: Engine;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-workspace-'));
	host = await startGitHost();
	engine = await realEngine(folder);
	await makeImages(docker, () => {}, ['node:24-slim']);
}, 600_000);

afterAll(async () => {
	await removeLeftovers(docker, installation);
	await host.close();
	await rm(folder, { recursive: true, force: true });
});

const json = (value: unknown) => JSON.stringify(value, null, '\t');
const server = `
	import { createServer } from 'node:http';
	import { greet } from 'greet';
	import { built } from './built.js';
	createServer((request, response) => response.end(greet(built) + ' ' + process.env.VITE_NAME))
		.listen(process.env.PORT);
`;
const web = {
	name: 'web',
	version: '1.0.0',
	type: 'module',
	scripts: {
		build: `node -e "fs.writeFileSync('built.js', 'export const built = ' + JSON.stringify(process.env.VITE_NAME))"`,
		start: 'node server.js'
	}
};
const greet = { name: 'greet', version: '1.0.0', main: 'index.js' };
const greetIndex = 'exports.greet = (name) => `Hello ${name}`;';
const workspaces = { private: true, workspaces: ['apps/*', 'packages/*'] };

/** An app and a package that it uses; pnpm builds that first. */
const repositories: [manager: string, build: string, files: Record<string, string>][] = [
	[
		'npm',
		'npm run build --workspace apps/web',
		{
			'package.json': json(workspaces),
			'packages/greet/package.json': json(greet),
			'packages/greet/index.js': greetIndex,
			'apps/web/package.json': json({ ...web, dependencies: { greet: '*' } })
		}
	],
	[
		'pnpm',
		'pnpm --filter web... run build',
		{
			'package.json': json({ private: true }),
			'pnpm-workspace.yaml': "packages:\n  - 'apps/*'\n  - 'packages/*'\n",
			'pnpm-lock.yaml': `lockfileVersion: '9.0'

importers:

  .: {}

  apps/web:
    dependencies:
      greet:
        specifier: workspace:*
        version: link:../../packages/greet

  packages/greet: {}
`,
			'packages/greet/package.json': json({
				...greet,
				scripts: { build: "node -e \"fs.copyFileSync('source.js', 'index.js')\"" }
			}),
			'packages/greet/source.js': greetIndex,
			'apps/web/package.json': json({ ...web, dependencies: { greet: 'workspace:*' } })
		}
	],
	[
		'yarn',
		'yarn --cwd apps/web run build',
		{
			'package.json': json(workspaces),
			'yarn.lock': '# yarn lockfile v1\n',
			'packages/greet/package.json': json(greet),
			'packages/greet/index.js': greetIndex,
			'apps/web/package.json': json({ ...web, dependencies: { greet: '1.0.0' } })
		}
	]
];

it.each(repositories)(
	'builds and runs a workspace of a repository by %s, with the variables that builds see',
	async (manager, build, files) => {
		const repository = await host.createRepository(manager);
		await repository.commit({ ...files, 'apps/web/server.js': server });
		const base = deploymentSpec();
		const spec = {
			...base,
			installation,
			project: installation.padEnd(20, 'p'),
			service: `${installation}${manager}`.padEnd(20, 's'),
			source: { url: repository.url, branch: 'main', commit: null },
			build: { ...base.build, rootDirectory: 'apps/web' },
			variables: { VITE_NAME: 'at run time' },
			buildVariables: { VITE_NAME: `of "the" 'build'` }
		};
		const recorder = memoryRecorder();
		await deploy(spec, { engine, recorder, signal: AbortSignal.timeout(150_000) });
		expect(recorder.plans[0]).toMatchObject({
			isWholeRepository: true,
			packageManager: { value: manager },
			build: { value: build }
		});
		const [target] = (await engine.names.snapshot())[spec.service]?.targets ?? [];
		const answer = await fetch(`http://${target?.address}:${target?.port}/`);
		expect(await answer.text()).toBe(`Hello of "the" 'build' at run time`);
	}
);
