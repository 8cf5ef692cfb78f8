import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { type GitHost, startGitHost } from '../../e2e/fixtures/git-host.ts';
import { makeImages } from '../../e2e/fixtures/images/make.ts';
import { deploy } from '../pipeline/deploy.ts';
import type { Engine } from '../pipeline/step.ts';
import { memoryRecorder } from '../pipeline/testing/memory-recorder.ts';
import { realEngine, testDockerHost } from '../pipeline/testing/real-engine.ts';
import { deploymentSpec } from '../pipeline/testing/spec.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import type { BuildSettings } from '../spec.ts';
import type { Plan } from './plan.ts';
import { type Override, overrides } from './testing/overrides.ts';
import { cacheOwnerOf, filesOf } from './testing/running-app.ts';

const docker = connectDocker(testDockerHost);
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const port = 4321;
let folder = '';
let host: GitHost;
let engine: Engine;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-overrides-'));
	host = await startGitHost();
	engine = await realEngine(folder);
	await makeImages(docker, () => {});
}, 900_000);

afterAll(async () => {
	await removeLeftovers(docker, installation);
	await host.close();
	await rm(folder, { recursive: true, force: true });
});

/** The app in a folder of a repository; `deployed` deploys it with these settings, `answer` visits it. */
async function appIn(language: string, { files, versionFiles }: Override) {
	const example = join(import.meta.dirname, '../../examples', language);
	const below = (given: Record<string, string | null>) =>
		Object.fromEntries(Object.entries(given).map(([path, text]) => [`apps/it/${path}`, text]));
	const repository = await host.createRepository(language);
	await repository.commit(below({ ...(files ?? (await filesOf(example))), ...versionFiles }));
	const service = cacheOwnerOf(language);
	let deployments = 0;

	async function deployed(set: Partial<BuildSettings>) {
		const recorder = memoryRecorder();
		const base = deploymentSpec();
		const spec = deploymentSpec({
			installation,
			service,
			project: installation.padEnd(20, 'p'),
			deployment: `${installation}${++deployments}`.padEnd(20, '0'),
			source: { url: repository.url, branch: 'main', commit: null },
			build: { ...base.build, rootDirectory: 'apps/it', ...set },
			run: { ...base.run, port }
		});
		await deploy(spec, { engine, recorder, signal: AbortSignal.timeout(600_000) });
		return { plan: recorder.plans[0] as Plan, lines: recorder.lines, live: recorder.live };
	}

	async function answer(): Promise<string> {
		const { targets = [], files: site } = (await engine.names.snapshot())[service] ?? {};
		if (site) return readFile(join(folder, 'sites', site, 'files/index.html'), 'utf8');
		const [target] = targets;
		expect(target?.port).toBe(port);
		return (await fetch(`http://${target?.address}:${target?.port}/`)).text();
	}

	return {
		commit: (given: Record<string, string>) => repository.commit(below(given)),
		deployed,
		answer
	};
}

/** A second stage behind the one that is wanted, and a build argument in that. */
function inRepository(
	{ dockerfile, files, dockerfilePath }: Plan,
	given = dockerfile
): Record<string, string> {
	const lines = given.split('\n');
	const last = lines.findLastIndex((line) => line.startsWith('FROM '));
	const wanted = [`${lines[last]} AS wanted`, 'ARG MADE_FOR', 'LABEL made.for=$MADE_FOR'];
	const text = [...lines.slice(0, last), ...wanted, ...lines.slice(last + 1)];
	const path = 'deploy/own.Dockerfile';
	const others = files.filter((file) => file.path !== dockerfilePath);
	return {
		[path]: [...text, 'FROM wanted', 'CMD ["not", "this", "one"]', ''].join('\n'),
		[`${path}.dockerignore`]: 'deploy\n',
		...Object.fromEntries(others.map((file) => [file.path, file.text]))
	};
}

describe('with another value for each setting', () => {
	it.each(Object.entries(overrides))(
		'%s builds and answers',
		async (language, override) => {
			const { commit, deployed, answer } = await appIn(language, override);
			const { plan, lines } = await deployed(override.set);
			expect(plan.version).toEqual(override.version);
			const { installCommand, buildCommand, startCommand, outputDirectory } = override.set;
			const found = [plan.install, plan.build, plan.start ?? plan.output];
			const typed = [installCommand, buildCommand, startCommand ?? outputDirectory];
			expect(found).toEqual(typed.map((value) => ({ value, reason: 'you set it' })));
			const log = lines.join('\n');
			expect(log).toContain(installCommand);
			expect(log).toContain(buildCommand);
			expect(await answer()).toContain(override.answer);

			await commit(inRepository(plan, override.dockerfile));
			const own = await deployed({
				dockerfilePath: 'deploy/own.Dockerfile',
				dockerfileTarget: 'wanted',
				buildArguments: { MADE_FOR: installation }
			});
			expect(own.plan.reason).toBe('you set it: deploy/own.Dockerfile');
			const { Config } = await docker.getImage(own.live?.reference ?? '').inspect();
			expect(Config.Labels['made.for']).toBe(installation);
			expect(await answer()).toContain(override.answer);
		},
		600_000
	);
});
