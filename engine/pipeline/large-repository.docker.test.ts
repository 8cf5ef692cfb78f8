import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { type GitHost, startGitHost } from '../../e2e/fixtures/git-host.ts';
import { commitLarge } from '../../e2e/fixtures/large-repository.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { deployMeasured } from './testing/deploy-measured.ts';
import { testDockerHost } from './testing/real-engine.ts';
import { deploymentSpec } from './testing/spec.ts';

const mebibyte = 2 ** 20;
const random = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0');
const installation = `t${random()}`;
let folder = '';
let host: GitHost;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-large-'));
	host = await startGitHost();
});

afterAll(async () => {
	await removeLeftovers(connectDocker(testDockerHost), installation);
	await host.close();
	await rm(folder, { recursive: true, force: true });
});

it('a large repository goes through in pieces, never held as a whole', async () => {
	const repository = await host.createRepository('large');
	await commitLarge(repository, { largest: 128 * mebibyte, files: 500 });
	const peak = await deployMeasured(
		folder,
		deploymentSpec({
			installation,
			project: `${random()}${random()}`,
			service: `${random()}${random()}`,
			source: { url: repository.url, branch: 'main', commit: null }
		})
	);
	// What the process holds with a repository of a few kilobytes, and some buffers.
	expect(peak).toBeLessThan(256 * mebibyte);
});
