import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../error.ts';
import { type DeploymentSpec, labels, objectNames } from '../spec.ts';
import { deploy } from './deploy.ts';
import { dockerfile, memoryDeployments } from './testing/memory-deployments.ts';
import { memoryRecorder } from './testing/memory-recorder.ts';
import { deploymentSpec } from './testing/spec.ts';

const { service, project } = deploymentSpec();
let world: Awaited<ReturnType<typeof memoryDeployments>>;
let engine: (typeof world)['engine'];
let run: (typeof world)['run'];

beforeEach(async () => {
	world = await memoryDeployments();
	({ engine, run } = world);
});

describe('a deployment', () => {
	it('goes through all steps and serves', async () => {
		const { recorder, error, name, spec } = await run();
		expect(error).toBeNull();
		expect(recorder.steps).toEqual(
			['checkout', 'detect', 'build', 'start', 'check', 'switch', 'drain', 'prune'].map(
				(step) => `${step} succeeded`
			)
		);
		expect(recorder.commits[0]?.message).toBe('Change');
		expect(recorder.plans[0]?.framework).toBe('dockerfile');
		expect(recorder.live).toMatchObject({
			reference: objectNames.image(service, spec.deployment),
			port: 8080
		});
		const address = (await engine.runtime.inspect(name))?.address;
		expect(await world.entry()).toMatchObject({
			state: 'live',
			targets: [{ address, port: 8080 }]
		});
		expect(engine.proxy.ensured).toBe(1);
		expect(engine.proxy.visits).toEqual([{ host: 'shop.localhost', path: '/' }]);
		expect(recorder.summaries.switch).toBe('https://shop.localhost answered 200 in 1 ms');
		expect(engine.runtime.networkLabels.get(objectNames.network(project))).toEqual({
			[labels.installation]: spec.installation,
			[labels.project]: project
		});
	});

	it('replaces the older version only after the new one answers', async () => {
		const first = await run();
		world.push('two');
		const during: unknown[] = [];
		engine.prober.answer = () => {
			during.push(world.containers().length);
			return { healthy: true, detail: 'answered 200' };
		};
		const second = await run();
		expect(second.error).toBeNull();
		expect(during).toEqual([2]);
		expect(world.containers()).toEqual([second.name]);
		expect(world.containers()).not.toContain(first.name);
	});

	it('shows "starting" while the first version starts, and leaves the hosts alone', async () => {
		let seen: unknown;
		engine.runtime.onStart = () =>
			void engine.names.snapshot().then((all) => (seen = all[service]));
		await run();
		expect(seen).toMatchObject({ state: 'starting', hosts: [{ host: 'shop.localhost' }] });
		let second: unknown;
		engine.runtime.onStart = () =>
			void engine.names.snapshot().then((all) => (second = all[service]));
		await run();
		expect(second).toMatchObject({ state: 'live' });
	});

	it('builds the same files and settings once', async () => {
		await run();
		const { recorder } = await run({ number: 2 });
		expect(engine.builder.built).toHaveLength(1);
		expect(recorder.summaries.build).toBe('reused the image of #1');
		expect((await run({ number: 3 })).recorder.summaries.build).toBe('reused the image of #1');
		world.push('two');
		await run();
		expect(engine.builder.built).toHaveLength(2);
	});

	it('builds anew what builds see with another value, and not for what only containers see', async () => {
		await run({ buildVariables: { API: 'one' }, variables: { SEEN: 'one' } });
		await run({ buildVariables: { API: 'one' }, variables: { SEEN: 'two' } });
		expect(engine.builder.built).toHaveLength(1);
		await run({ buildVariables: { API: 'two' } });
		expect(engine.builder.built.map(({ secrets }) => secrets)).toEqual([
			{ API: 'one' },
			{ API: 'two' }
		]);
	});

	it('gives target and arguments to the Dockerfile of the repository', async () => {
		const build = { ...deploymentSpec().build, buildArguments: { CHANNEL: 'beta' } };
		await run({ build });
		expect(engine.builder.built[0]).toMatchObject({ arguments: { CHANNEL: 'beta' } });
		await run({ build: { ...build, buildArguments: { CHANNEL: 'stable' } } });
		expect(engine.builder.built).toHaveLength(2);
	});

	it('builds the same files again when it is told to', async () => {
		await run();
		const { recorder } = await run({ number: 2, isFresh: true });
		expect(engine.builder.built.map(({ isFresh }) => isFresh)).toEqual([false, true]);
		expect(recorder.summaries.build).toBeNull();
	});

	it('honours the ignore file of the repository', async () => {
		engine.checkout.commit({ Dockerfile: dockerfile, '.dockerignore': 'docs\n' });
		await run();
		expect(engine.builder.built[0]).toMatchObject({ ignore: 'docs\n', dockerfileText: dockerfile });
	});

	it('prefers the ignore file of the Dockerfile', async () => {
		engine.checkout.commit({
			Dockerfile: dockerfile,
			'.dockerignore': 'docs\n',
			'Dockerfile.dockerignore': 'tests\n'
		});
		await run();
		expect(engine.builder.built[0]).toMatchObject({ ignore: 'tests\n' });
	});

	it('keeps the images of the last releases', async () => {
		const kept: string[] = [];
		for (let i = 0; i < 4; i++) {
			world.push(`version ${i}`);
			const { spec } = await run({ keepReleases: 3, keptImages: kept });
			kept.unshift(objectNames.image(service, spec.deployment));
		}
		expect(world.images().sort()).toEqual(kept.slice(0, 3).sort());
	});
});

describe('the port', () => {
	const portOf = async (change: Partial<DeploymentSpec>) => (await run(change)).recorder.live?.port;
	const run9000 = { ...deploymentSpec().run, port: 9000 };

	it('is what a person set, else the variable PORT, else what the image exposes', async () => {
		expect(await portOf({ run: run9000, variables: { PORT: '7000' } })).toBe(9000);
		expect(await portOf({ variables: { PORT: '7000' } })).toBe(7000);
		expect(await portOf({ variables: { PORT: 'none' } })).toBe(8080);
	});
});

describe('a failed deployment', () => {
	it('keeps the old container when the new one fails its check', async () => {
		const first = await run();
		const before = await world.entry();
		world.push('broken');
		engine.prober.answer = () => ({ healthy: false, detail: 'answered 500: oops' });
		const health = { kind: 'http' as const, path: '/', deadlineSeconds: 0.1 };
		const second = await run({ health });
		expect(second.error).toMatchObject({
			code: 'health_check_failed',
			message: 'The app was not healthy within 0.1 s: answered 500: oops'
		});
		expect(second.recorder.steps.at(-1)).toBe('check failed');
		expect(second.recorder.live).toBeNull();
		expect(world.containers()).toEqual([first.name]);
		expect(await world.entry()).toEqual(before);
		expect(world.images()).toEqual([objectNames.image(service, first.spec.deployment)]);
	});

	it('puts the last lines of an app that ended into the log', async () => {
		engine.runtime.onStart = ({ name }) => {
			engine.runtime.print(name, 'Error: no such module', 'stderr');
			engine.runtime.exit(name, 1);
		};
		engine.prober.answer = () => ({ healthy: false, detail: 'connection refused on port 8080' });
		const { error, recorder } = await run();
		expect(error).toMatchObject({
			code: 'app_exited',
			message: 'The app ended with exit code 1 before it answered'
		});
		expect(recorder.lines.filter((line) => line === 'Error: no such module')).toHaveLength(1);
		expect(world.containers()).toEqual([]);
		expect((await world.entry())?.state).toBe('stopped');
	});

	it('leaves nothing behind when the build fails', async () => {
		engine.builder.onBuild = () => {
			throw new AppError('build_failed', 422, 'Build failed: RUN npm ci ended with exit code 1');
		};
		const { error, recorder } = await run();
		expect(error).toMatchObject({ code: 'build_failed' });
		expect(recorder.steps).toEqual(['checkout succeeded', 'detect succeeded', 'build failed']);
		expect(recorder.summaries.build).toBe('Build failed: RUN npm ci ended with exit code 1');
		expect([world.containers(), world.images()]).toEqual([[], []]);
	});

	it('repeats no secret in its error', async () => {
		engine.builder.onBuild = () => {
			throw new AppError('build_failed', 422, 'Build failed: x', { hint: 'KEY=hunter2hunter2' });
		};
		const { error } = await run({ secrets: ['hunter2hunter2'] });
		expect(error).toMatchObject({ code: 'build_failed', hint: 'KEY=••••••' });
		expect(JSON.stringify(error)).not.toContain('hunter2');
	});

	it('switches nothing when a newer one has overtaken it', async () => {
		const first = await run();
		const recorder = memoryRecorder();
		recorder.onGoLive = () => {
			throw new AppError('superseded', 409, 'A newer deployment took over');
		};
		const spec = deploymentSpec({ deployment: '99999999xxxxxxxxxxxx' });
		const { signal } = new AbortController();
		await expect(deploy(spec, { engine, recorder, signal })).rejects.toMatchObject({
			code: 'superseded'
		});
		expect(world.containers()).toEqual([first.name]);
		expect((await world.entry())?.state).toBe('live');
	});

	it('does not go live while the edge does not answer', async () => {
		engine.proxy.error = new AppError('edge_unreachable', 503, 'The edge does not answer');
		const { error, recorder } = await run();
		expect(error).toMatchObject({ code: 'edge_unreachable' });
		expect(recorder.live).toBeNull();
		expect(world.containers()).toEqual([]);
	});

	it('is live although its public route could not be visited, and says so', async () => {
		engine.proxy.visit = async () => {
			throw new AppError('certificate_failed', 502, 'No certificate yet');
		};
		const { error, recorder } = await run();
		expect(error).toBeNull();
		expect(recorder.summaries.switch).toBe(
			'live; https://shop.localhost could not be visited yet: No certificate yet'
		);
	});
});

describe('a rollback', () => {
	it('runs the image it is given, without checkout or build', async () => {
		const first = await run();
		world.push('two');
		await run({ keptImages: [first.recorder.live?.reference ?? ''] });
		const { recorder, error, name } = await run({
			image: first.recorder.live,
			variables: { GREETING: 'old' },
			keptImages: world.images()
		});
		expect(error).toBeNull();
		expect(recorder.steps[0]).toBe('start succeeded');
		expect(recorder.live?.id).toBe(first.recorder.live?.id);
		expect(engine.runtime.containers.get(name)?.plan.variables).toEqual({
			PORT: '8080',
			GREETING: 'old'
		});
		expect(engine.builder.built).toHaveLength(2);
	});

	it('says that its image is gone, and the running version stays', async () => {
		const first = await run();
		engine.runtime.start = async () => {
			throw new AppError('image_not_found', 409, 'The image of this release is no longer there');
		};
		const { error } = await run({ image: first.recorder.live });
		expect(error).toMatchObject({ code: 'image_not_found' });
		expect(world.containers()).toEqual([first.name]);
	});
});
