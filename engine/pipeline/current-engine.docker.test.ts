import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CurrentEngine, startCurrentEngine } from '../../e2e/fixtures/current-engine.ts';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { type GitHost, startGitHost } from '../../e2e/fixtures/git-host.ts';
import { tinyRepository } from '../../e2e/fixtures/tiny-app.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import type { DeploymentSpec } from '../spec.ts';
import { deploy } from './deploy.ts';
import type { Engine } from './step.ts';
import { memoryRecorder } from './testing/memory-recorder.ts';
import { realEngine } from './testing/real-engine.ts';
import { deploymentSpec } from './testing/spec.ts';

let current: CurrentEngine;
let folder = '';
let host: GitHost;
let engine: Engine;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-current-'));
	[current, host] = await Promise.all([startCurrentEngine(), startGitHost()]);
	engine = await realEngine(folder, current.host);
}, 600_000);

afterAll(async () => {
	await removeLeftovers(connectDocker(current.host), deploymentSpec().installation);
	await Promise.all([current.stop(), host.close()]);
	await rm(folder, { recursive: true, force: true });
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

it('gives build-time variables to the steps that mount them, again when a value changes', async () => {
	const repository = await host.createRepository('token');
	const line = 'RUN --mount=type=secret,id=TOKEN ["/app","hash","/run/secrets/TOKEN"]';
	// BuildKit gives a session up within a second that does not answer as it should.
	await repository.commit(await tinyRepository({ lines: ['RUN ["/app","hush","3"]', line] }));
	for (const [index, TOKEN] of ['canary-one', 'canary-two'].entries()) {
		const recorder = memoryRecorder();
		const spec = deploymentSpec({
			service: 'tokentokentokentoken',
			deployment: `token${index}`.padEnd(20, '0'),
			source: { url: repository.url, branch: 'main', commit: null },
			buildVariables: { TOKEN }
		});
		await deploy(spec, { engine, recorder, signal: AbortSignal.timeout(120_000) });
		expect(recorder.lines).toContain(`hash ${sha256(TOKEN)}`);
		const image = connectDocker(current.host).getImage(recorder.live?.reference ?? '');
		const kept = JSON.stringify([await image.inspect(), await image.history(), recorder.lines]);
		expect(kept).not.toContain('canary');
	}
});

it('deploys, replaces, fails and rolls back on the Docker engine that servers run today', async () => {
	const repository = await host.createRepository('shop');
	const spec = (deployment: string, change: Partial<DeploymentSpec> = {}) =>
		deploymentSpec({
			deployment: deployment.padEnd(20, '0'),
			source: { url: repository.url, branch: 'main', commit: null },
			...change
		});
	const run = async (given: DeploymentSpec) => {
		const recorder = memoryRecorder();
		await deploy(given, { engine, recorder, signal: AbortSignal.timeout(120_000) });
		return recorder;
	};
	const visit = async () => {
		const [target] = (await engine.names.snapshot())[spec('').service]?.targets ?? [];
		return (await fetch(`http://${target?.address}:${target?.port}/`)).text();
	};

	await repository.commit(await tinyRepository({ version: 'one' }));
	const first = await run(spec('first'));
	expect(await visit()).toContain('version one');

	await repository.commit(
		await tinyRepository({ version: 'two', lines: ['RUN ["/app","say","built today"]'] })
	);
	const kept = [first.live?.reference ?? ''];
	const second = await run(spec('second', { keptImages: kept }));
	expect(second.lines).toContain('built today');
	expect(await visit()).toContain('version two');

	await repository.commit(
		await tinyRepository({ version: 'bad', lines: ['RUN ["/app","exit","3"]'] })
	);
	await expect(run(spec('third'))).rejects.toMatchObject({
		message: 'Build failed: RUN ["/app","exit","3"] ended with exit code 3'
	});
	expect(await visit()).toContain('version two');

	await run(spec('fourth', { image: first.live, keptImages: [second.live?.reference ?? ''] }));
	expect(await visit()).toContain('version one');
	expect(await engine.runtime.list({ 'gantry.service': spec('').service })).toHaveLength(1);
});
