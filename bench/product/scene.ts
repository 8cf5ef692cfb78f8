import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { readEnv } from '#env';
import { startGitHost, type GitHost } from '../../e2e/fixtures/git-host.ts';
import { makeImages } from '../../e2e/fixtures/images/make.ts';
import type { BenchOptions } from '../benchmark.ts';
import { openInstallation, type Installation } from './installation.ts';
import { pushedRepository, type PushedRepository } from './pushed-repository.ts';

export interface Scene {
	/** For files of the bench's own. */
	folder: string;
	/** The Caddy program. */
	caddy: string;
	installation: Installation;
	host: GitHost;
	/** A repository of its own on the scene's Git host, with the small app in it. */
	repository(name: string): Promise<PushedRepository>;
}

/** A running product and a Git host; what `stack` disposes leaves nothing of them. */
export async function openScene(
	stack: AsyncDisposableStack,
	{ signal, say }: Pick<BenchOptions, 'signal' | 'say'>
): Promise<Scene> {
	const { DOCKER_HOST, GANTRY_CADDY: caddy } = readEnv();
	await makeImages(connectDocker(DOCKER_HOST), say);
	const folder = await mkdtemp(join(tmpdir(), 'gantry-bench-'));
	stack.defer(() => rm(folder, { recursive: true, force: true }));
	const host = await startGitHost();
	stack.defer(() => host.close());
	const installation = stack.use(await openInstallation(signal));
	const repository = (name: string) => pushedRepository(host, { name, folder, signal });
	return { folder, caddy, installation, host, repository };
}
