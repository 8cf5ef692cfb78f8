import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { removeLeftovers } from '../../../e2e/fixtures/docker-leftovers.ts';
import { makeImages } from '../../../e2e/fixtures/images/make.ts';
import { dockerBuilder } from '../../build/docker-builder.ts';
import { memoryTree } from '../../checkout/memory-tree.ts';
import { planContainer } from '../../runtime/container-plan.ts';
import { connectDocker } from '../../runtime/docker-client.ts';
import { dockerRuntime } from '../../runtime/docker-runtime.ts';
import { type BuildSettings, type DeploymentSpec, labels, objectNames } from '../../spec.ts';
import { detect } from '../detect.ts';
import type { Plan } from '../plan.ts';
import { settings } from './settings.ts';

interface Wanted {
	/** Unique in the test. */
	name: string;
	directory: string;
	set?: Partial<BuildSettings>;
	variables?: Record<string, string>;
	/** null: the detected one. */
	port?: number;
}

/** Apps built and run as the pipeline does it, on a real engine, for one test file. */
export function runningApps() {
	const docker = connectDocker(
		process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock'
	);
	const builder = dockerBuilder(docker);
	const runtime = dockerRuntime(docker);
	const installation = `t${Math.random().toString(36).slice(2, 12)}`;
	const own = { [labels.installation]: installation };
	return {
		/** `images`: the stand-ins that the apps are made from. */
		async prepare(images: string[]) {
			await makeImages(docker, () => {}, images);
			await runtime.ensureNetwork(objectNames.network(installation), own);
		},
		remove: () => removeLeftovers(docker, installation),
		/** The plan and the address of the running app. A failed build throws with its last lines. */
		async deploy({ name, directory, set, variables = {}, port }: Wanted) {
			const plan = await detect(await treeOf(directory), settings(set), { cacheOwner: name });
			const image = await build(directory, name, plan);
			const listens = port ?? plan.port?.value ?? 3000;
			const spec = {
				installation,
				project: installation,
				service: name,
				deployment: installation,
				variables,
				volumes: [],
				run: {
					memoryBytes: 2 ** 29,
					cpuMillis: 0,
					pidsLimit: 512,
					stopSignal: null,
					stopGraceSeconds: 5
				}
			} as unknown as DeploymentSpec;
			const built = { reference: '', id: image.id, port: listens, files: null };
			const { address } = await runtime.start(planContainer(spec, built), {
				signal: AbortSignal.timeout(30_000)
			});
			return { plan, url: `http://${address}:${listens}` };
		},
		/** The lowest user id among the app's processes: 0 is root. */
		async lowestUser(name: string): Promise<number> {
			const container = docker.getContainer(objectNames.container(name, installation));
			const { Processes = [], Titles = [] } = await container.top({ ps_args: '-eo uid,pid,args' });
			return Math.min(...Processes.map((row: string[]) => Number(row[Titles.indexOf('UID')])));
		}
	};

	async function build(directory: string, name: string, plan: Plan) {
		const tar = spawn('tar', ['-C', directory, '-c', '.'], {
			stdio: ['ignore', 'pipe', 'inherit']
		});
		const lines: string[] = [];
		try {
			return await builder.build({
				context: tar.stdout,
				files: plan.files,
				ignore: null,
				dockerfile: plan.dockerfilePath,
				dockerfileText: plan.dockerfile,
				reference: objectNames.image(installation, name),
				labels: own,
				onLine: (line) => lines.push(line),
				signal: AbortSignal.timeout(280_000)
			});
		} catch (cause) {
			const last = lines.slice(-25).join('\n');
			throw new Error(`${name} was not built:\n${plan.dockerfile}\n${last}`, { cause });
		}
	}
}

/** The first answer of an app that may still be starting. */
export async function answerOf(url: string): Promise<Response> {
	await expect
		.poll(() => fetch(url).catch(() => null), { timeout: 60_000, interval: 25 })
		.not.toBeNull();
	return fetch(url);
}

/** The files of a folder as a tree. */
export async function treeOf(directory: string) {
	const files: Record<string, string> = {};
	for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile()) files[path.slice(directory.length + 1)] = await readFile(path, 'utf8');
	}
	return memoryTree(files);
}
