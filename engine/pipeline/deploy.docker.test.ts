import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leftovers, removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { type GitHost, startGitHost } from '../../e2e/fixtures/git-host.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { type BuiltImage, type DeploymentSpec, objectNames } from '../spec.ts';
import { deploy } from './deploy.ts';
import type { Engine } from './step.ts';
import { memoryRecorder } from './testing/memory-recorder.ts';
import { realEngine, testDockerHost } from './testing/real-engine.ts';
import { randomId, realService } from './testing/real-service.ts';

const docker = connectDocker(testDockerHost);
const installation = `t${randomId()}`;
const project = `p${randomId()}`;
let folder = '';
let host: GitHost;
let engine: Engine;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-deploy-'));
	host = await startGitHost();
	engine = await realEngine(folder);
});

afterAll(async () => {
	await removeLeftovers(docker, installation);
	await host.close();
	await rm(folder, { recursive: true, force: true });
});

const makeService = () => realService({ engine, host, installation, project });

describe('a deployment on a real engine', () => {
	it('serves, is replaced by the next one, and comes back by a rollback', async () => {
		const { push, spec, run, visit, containers, service } = await makeService();
		await push({ version: 'one' });
		const first = await run(spec());
		expect(await visit()).toContain('version one');
		expect(first.summaries.check).toMatch(/^answered 200 after \d+ ms$/);

		const sha = await push({ version: 'two' });
		const second = await run(spec({ keptImages: [first.live?.reference ?? ''] }));
		expect(second.commits[0]?.sha).toBe(sha);
		expect(await visit()).toContain('version two');

		const image: BuiltImage | null = first.live;
		const back = spec({
			image,
			variables: { GREETING: 'again' },
			keptImages: [second.live?.reference ?? '']
		});
		const third = await run(back);
		expect(await visit()).toBe('version one greeting again\n');
		expect(third.steps).not.toContain('build succeeded');
		expect(await containers()).toEqual([objectNames.container(service, back.deployment)]);
	});

	it('is not built again when nothing changed', async () => {
		const { push, spec, run, visit } = await makeService();
		await push({ version: 'same' });
		await run(spec());
		const again = await run(spec({ variables: { GREETING: 'changed' } }));
		expect(again.summaries.build).toBe('reused the image of #1');
		expect(await visit()).toContain('greeting changed');
	});

	it('loses no request while it replaces a version, not even one that takes a second', async () => {
		const { push, spec, run, visit } = await makeService();
		await push({ version: 'one' });
		await run(spec());
		await push({ version: 'two' });
		const replacing = run(spec());
		const answers: (string | null)[] = [];
		const slow: Promise<string | null>[] = [];
		let isDone = false;
		void replacing.finally(() => (isDone = true)).catch(() => {});
		while (!isDone) {
			if (slow.length < 200) slow.push(visit('/slow'));
			answers.push(await visit());
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		await replacing;
		const all = [...answers, ...(await Promise.all(slow))];
		expect(all.every((text) => text !== null && /^version (one|two)/.test(text))).toBe(true);
		expect(all.filter((text) => text?.startsWith('version two')).length).toBeGreaterThan(0);
	});

	it('leaves the old version alone when the new one ends at once', async () => {
		const { push, spec, run, visit, containers } = await makeService();
		await push({ version: 'one' });
		await run(spec());
		const before = await containers();
		await push({ version: 'two', env: { EXIT_CODE: '7' } });
		await expect(run(spec())).rejects.toMatchObject({
			code: 'app_exited',
			message: 'The app ended with exit code 7 before it answered',
			hint: 'Its last lines, in the log, say why.'
		});
		expect(await visit()).toContain('version one');
		expect(await containers()).toEqual(before);
	});

	it('explains an app that listens on loopback only, or on another port', async () => {
		const { push, spec, run, containers } = await makeService();
		await push({ version: 'one', env: { BIND: '127.0.0.1' } });
		const health = { kind: 'http' as const, path: '/', deadlineSeconds: 1 };
		await expect(run(spec({ health }))).rejects.toMatchObject({
			code: 'health_check_failed',
			message: 'The app was not healthy within 1 s: connection refused on port 8080',
			hint: expect.stringContaining('It listens on 127.0.0.1:8080')
		});
		const wrong = { ...spec().run, port: 9999 };
		await push({ version: 'two' });
		await expect(
			run(spec({ health, run: wrong, variables: { PORT: '8081' } }))
		).rejects.toMatchObject({ hint: expect.stringContaining('It listens on port 8081') });
		expect(await containers()).toEqual([]);
	});

	it('runs the release command, keeps the old version warm, and returns to it as it is', async () => {
		const { push, spec, run, visit, containers, service } = await makeService();
		const warm = { ...spec().run, keepWarmSeconds: 300, replicas: 2 };
		await push({ version: 'one' });
		const one = spec({ run: { ...warm, releaseCommand: '/app say migrated' } });
		const first = await run(one);
		expect(first.lines).toContain('migrated');
		const before = await engine.runtime.inspect(objectNames.container(service, one.deployment, 2));

		await push({ version: 'two' });
		const failing = spec({ run: { ...warm, releaseCommand: '/app exit 3' } });
		await expect(run(failing)).rejects.toMatchObject({
			code: 'release_failed',
			message: 'The release command "/app exit 3" ended with exit code 3'
		});
		const two = spec({ run: warm, previous: one.deployment });
		await run(two);
		expect(await visit()).toContain('version two');
		expect(await containers()).toHaveLength(4);

		const back = spec({ run: warm, image: first.live, previous: two.deployment, isReturn: true });
		const third = await run(back);
		expect(third.summaries.start).toBe('still warm, nothing had to start');
		expect(await visit()).toContain('version one');
		const after = await engine.runtime.inspect(objectNames.container(service, back.deployment, 2));
		expect(after).toMatchObject({ id: before?.id, startedAt: before?.startedAt });
	});

	it('stops the old version first when told so, and brings it back when the new one fails', async () => {
		const { push, spec, run, visit, containers } = await makeService();
		const stopFirst = { ...spec().run, stopFirst: true };
		await push({ version: 'one' });
		const one = spec({ run: stopFirst });
		await run(one);
		const before = await containers();
		await push({ version: 'two', env: { EXIT_CODE: '7' } });
		await expect(run(spec({ run: stopFirst, previous: one.deployment }))).rejects.toMatchObject({
			code: 'app_exited'
		});
		expect(await containers()).toEqual(before);
		await expect.poll(() => visit().catch(() => null)).toContain('version one');
	});

	it('says that the image of a rollback is gone', async () => {
		const { push, spec, run, visit } = await makeService();
		await push({ version: 'one' });
		await run(spec());
		const image = {
			reference: 'gantry/none:deploy_none',
			id: `sha256:${'0'.repeat(64)}`,
			port: 8080,
			files: null
		};
		await expect(run(spec({ image }))).rejects.toMatchObject({ code: 'image_not_found' });
		expect(await visit()).toContain('version one');
	});

	it.each(['sleep', 'hush'])(
		'is cancelled within five seconds during a build (%s)',
		async (how) => {
			const { push, spec, run, containers, images } = await makeService();
			await push({
				version: how,
				lines: [`RUN ["/app","say","now"]`, `RUN ["/app","${how}","90"]`]
			});
			const cancel = new AbortController();
			const recorder = memoryRecorder();
			let cancelledAt = 0;
			recorder.log = (_step, line) => {
				if (!line.includes(`"${how}"`) || cancelledAt > 0) return;
				cancelledAt = Date.now();
				cancel.abort(new Error('cancelled'));
			};
			await expect(deploy(spec(), { engine, recorder, signal: cancel.signal })).rejects.toThrow(
				'cancelled'
			);
			expect(Date.now() - cancelledAt).toBeLessThan(5000);
			expect(recorder.steps.at(-1)).toBe('build cancelled');
			expect([await containers(), await images()]).toEqual([[], []]);
			await push({ version: 'after', lines: [] });
			await run(spec());
		}
	);
});

describe('a worker killed in the middle', () => {
	const places = [
		'started checkout',
		'checkout.fetch after',
		'started build',
		'build tick',
		'builder.build after',
		'ended build',
		'runtime.ensureNetwork after',
		'runtime.start before',
		'runtime.start after',
		'started check',
		'ended check',
		'live',
		'names.update after',
		'ended switch',
		'started drain',
		'runtime.remove after',
		'ended drain',
		'started prune'
	];

	async function die(spec: DeploymentSpec, at: string): Promise<void> {
		const script = join(import.meta.dirname, 'testing/doomed-worker.ts');
		const child = spawn(process.execPath, [script, JSON.stringify({ folder, spec, at })], {
			stdio: ['ignore', 'inherit', 'inherit']
		});
		const signal = await new Promise((resolve) => child.on('exit', (_code, name) => resolve(name)));
		expect(signal, at).toBe('SIGKILL');
	}

	it.each(places)(
		'at "%s" is no loss: the next one finishes, and nothing is left over',
		async (at) => {
			const { service, push, spec, run, visit, containers, images } = await makeService();
			await push({ version: 'one' });
			const first = await run(spec());
			await push({ version: `two ${randomId()}`, lines: ['RUN ["/app","sleep","1"]'] });
			const second = spec({ keptImages: [first.live?.reference ?? ''] });
			await die(second, at);
			expect(await visit()).toMatch(/^version (one|two)/);
			const recorder = await run(second);
			expect(recorder.live?.port).toBe(8080);
			expect(await visit()).toContain('version two');
			expect(await containers()).toEqual([objectNames.container(service, second.deployment)]);
			expect((await images()).sort()).toEqual(
				[first.live?.reference, objectNames.image(service, second.deployment)].sort()
			);
			for (const name of await containers()) await engine.runtime.remove(name, { graceSeconds: 0 });
		}
	);
});

it('leaves nothing behind once everything of it is removed', async () => {
	const own = { 'gantry.installation': installation };
	for (const { name } of await engine.runtime.list(own)) {
		await engine.runtime.remove(name, { graceSeconds: 0 });
	}
	for (const { reference } of await engine.builder.list(own))
		await engine.builder.remove(reference);
	for (const name of await engine.runtime.networks(own)) await engine.runtime.removeNetwork(name);
	expect(await leftovers(docker, installation)).toEqual({
		containers: [],
		networks: [],
		images: [],
		volumes: []
	});
});
