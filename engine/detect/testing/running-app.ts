import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import type Docker from 'dockerode';
import { expect } from 'vitest';
import { removeLeftovers } from '../../../e2e/fixtures/docker-leftovers.ts';
import { dockerBuilder } from '../../build/docker-builder.ts';
import { memoryTree } from '../../checkout/memory-tree.ts';
import type { Tree } from '../../checkout/port.ts';
import { deploymentSpec } from '../../pipeline/testing/spec.ts';
import { planContainer } from '../../runtime/container-plan.ts';
import { dockerRuntime } from '../../runtime/docker-runtime.ts';
import { labels, objectNames } from '../../spec.ts';
import type { Plan } from '../plan.ts';

/** The text files of a folder, by their paths. */
export async function filesOf(directory: string): Promise<Record<string, string>> {
	const files: Record<string, string> = {};
	for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile()) files[path.slice(directory.length + 1)] = await readFile(path, 'utf8');
	}
	return files;
}

/** The same as a checkout would show them. */
export async function treeOf(directory: string): Promise<Tree> {
	return memoryTree(await filesOf(directory));
}

/** The folder as a build is sent it. */
export function tarOf(directory: string): Readable {
	const tar = spawn('tar', ['-C', directory, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
	// What nobody reads yet is thrown away when tar ends.
	return tar.stdout.pipe(new PassThrough());
}

/** The same in every test of a language and in every run: what was fetched and compiled is there again. */
export const cacheOwnerOf = (language: string): string => `example${language}`.padEnd(20, '0');

/** Builds folders by their plans and runs them confined as every app is, under a label of its own. */
export function runningApps(docker: Docker) {
	const installation = `t${Math.random().toString(36).slice(2, 12)}`;
	const own = { [labels.installation]: installation };
	const builder = dockerBuilder(docker);
	const runtime = dockerRuntime(docker);

	async function build(directory: string, name: string, plan: Plan) {
		const lines: string[] = [];
		try {
			return await builder.build({
				context: tarOf(directory),
				files: plan.files,
				ignore: null,
				dockerfile: plan.dockerfilePath,
				dockerfileText: plan.dockerfile,
				reference: objectNames.image(installation, name),
				labels: own,
				onLine: (line) => lines.push(line),
				signal: AbortSignal.timeout(600_000)
			});
		} catch (cause) {
			throw new Error([(cause as Error).message, ...lines.slice(-30)].join('\n'), { cause });
		}
	}

	return {
		/** Labels of all that is made here. */
		own,
		builder,
		build,
		/** Answers the address of the running container; `port`: what a person set. */
		async run(directory: string, name: string, plan: Plan, port?: number): Promise<string> {
			await runtime.ensureNetwork(objectNames.network(installation), own);
			const image = await build(directory, name, plan);
			const listens = port ?? plan.port?.value ?? image.exposedPort ?? 3000;
			const spec = deploymentSpec({
				installation,
				project: installation,
				service: name,
				deployment: installation
			});
			const container = planContainer(spec, {
				reference: '',
				id: image.id,
				port: listens,
				files: null
			});
			const started = await runtime.start(container, { signal: AbortSignal.timeout(30_000) });
			return `http://${started.address}:${listens}`;
		},
		/** The page of an app that may still be starting. */
		async page(url: string): Promise<string> {
			const ask = () => fetch(url).catch(() => null);
			await expect.poll(ask, { timeout: 60_000, interval: 50 }).not.toBeNull();
			return await (await fetch(url)).text();
		},
		/** The highest rights of any process in it. */
		async uid(name: string): Promise<number> {
			const { Processes = [], Titles = [] } = await docker
				.getContainer(objectNames.container(name, installation))
				.top({ ps_args: '-eo uid,pid,args' });
			const uids = Processes.map((row: string[]) => Number(row[Titles.indexOf('UID')]));
			return Math.min(...uids);
		},
		remove: () => removeLeftovers(docker, installation)
	};
}
