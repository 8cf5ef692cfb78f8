import { beforeEach, describe, expect, it } from 'vitest';
import { objectNames, type DeploymentSpec } from '../spec.ts';
import { memoryDeployments } from './testing/memory-deployments.ts';
import { deploymentSpec } from './testing/spec.ts';

const { service } = deploymentSpec();
const usual = deploymentSpec().run;
const warm = { ...usual, keepWarmSeconds: 300 };
let world: Awaited<ReturnType<typeof memoryDeployments>>;
let engine: (typeof world)['engine'];

beforeEach(async () => {
	world = await memoryDeployments();
	({ engine } = world);
});

const addressOf = async (name: string) => (await engine.runtime.inspect(name))?.address;

describe('replicas', () => {
	const three = { ...usual, replicas: 3 };

	it('are all started, all checked, and all answer', async () => {
		const { recorder, spec } = await world.run({ run: three });
		const names = [1, 2, 3].map((one) => objectNames.container(service, spec.deployment, one));
		expect(world.containers().sort()).toEqual(names);
		expect(recorder.summaries.check).toMatch(/^3 replicas answer, the last after \d+ ms$/);
		const addresses = await Promise.all(names.map(addressOf));
		expect((await world.entry())?.targets).toEqual(
			addresses.map((address) => ({ address, port: 8080 }))
		);
	});

	it('fail together when one of them fails', async () => {
		engine.runtime.onStart = ({ name }) => {
			if (name.endsWith('-2')) engine.runtime.exit(name, 1);
		};
		const { error } = await world.run({ run: three });
		expect(error).toMatchObject({ code: 'app_exited' });
		expect(world.containers()).toEqual([]);
	});

	it('grow and shrink without a build', async () => {
		const first = await world.run({ run: three });
		const image = first.recorder.live;
		const second = await world.run({ image, run: { ...usual, replicas: 2 } });
		expect(world.containers()).toHaveLength(2);
		expect(second.recorder.steps[0]).toBe('start succeeded');
	});
});

describe('the older version', () => {
	it('stays warm, without requests, and only the one before', async () => {
		const first = await world.run();
		world.push('two');
		const second = await world.run({ run: warm, previous: first.spec.deployment });
		expect(second.recorder.summaries.drain).toBe(
			'the older version had no open connection and is kept warm'
		);
		expect(world.containers()).toEqual([first.name, second.name]);
		expect((await world.entry())?.targets).toEqual([
			{ address: await addressOf(second.name), port: 8080 }
		]);
		world.push('three');
		const third = await world.run({ run: warm, previous: second.spec.deployment });
		expect(world.containers()).toEqual([second.name, third.name]);
	});

	it('is returned to without a start', async () => {
		const first = await world.run({ run: warm });
		const before = await engine.runtime.inspect(first.name);
		world.push('two');
		const second = await world.run({ run: warm, previous: first.spec.deployment });
		engine.runtime.onStart = () => expect.unreachable('nothing starts');
		const back = await world.run({
			run: warm,
			image: first.recorder.live,
			previous: second.spec.deployment,
			isReturn: true
		});
		expect(back.error).toBeNull();
		expect(back.recorder.summaries.start).toBe('still warm, nothing had to start');
		expect((await engine.runtime.inspect(back.name))?.id).toBe(before?.id);
		expect((await world.entry())?.targets[0]?.address).toBe(before?.address);
		expect(world.containers().sort()).toEqual([second.name, back.name].sort());
	});

	it('is not kept where memory is short, or a volume would be shared', async () => {
		const first = await world.run();
		engine.runtime.memory.availableBytes = 100 * 2 ** 20;
		const second = await world.run({ run: warm, previous: first.spec.deployment });
		expect(world.containers()).toEqual([second.name]);
		engine.runtime.memory.availableBytes = 4 * 2 ** 30;
		const volumes = [{ volume: 'gantry-data', path: '/data' }];
		const third = await world.run({ run: warm, volumes, previous: second.spec.deployment });
		expect(world.containers()).toEqual([third.name]);
	});

	it('has connections that outlast their time ended, and says how many', async () => {
		const first = await world.run();
		const left = { ...warm, drainSeconds: 0 };
		world.push('two');
		engine.runtime.connections = async () => 2;
		const { recorder } = await world.run({ run: left, previous: first.spec.deployment });
		expect(recorder.summaries.drain).toBe(
			'the older version had 2 of its 2 connections ended after 0 s and is kept warm'
		);
	});
});

describe('what is live', () => {
	/** The second deployment of the same files; nothing is started by it. */
	async function again(change: Partial<DeploymentSpec> = {}) {
		const first = await world.run({ run: { ...usual, replicas: 2 } });
		const before = await engine.runtime.list({});
		const targets = (await world.entry())?.targets;
		engine.runtime.onStart = () => expect.unreachable('nothing starts');
		const run = { ...usual, replicas: 2 };
		const second = await world.run({ run, previous: first.spec.deployment, ...change });
		return { first, second, before, targets };
	}

	it('stays when nothing has changed, under the new names', async () => {
		const { second, before, targets } = await again();
		expect(second.error).toBeNull();
		expect(second.recorder.summaries).toMatchObject({
			start: 'nothing has changed: what is live stays',
			drain: 'nothing was replaced'
		});
		const names = [1, 2].map((one) => objectNames.container(service, second.spec.deployment, one));
		expect(world.containers().sort()).toEqual(names);
		const after = await engine.runtime.list({});
		expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
		expect((await world.entry())?.targets).toEqual(targets);
	});

	it('stays with its volumes, although two versions could not share them', async () => {
		const volumes = [{ volume: 'gantry-data', path: '/data' }];
		const first = await world.run({ volumes });
		engine.runtime.onStart = () => expect.unreachable('nothing starts');
		const second = await world.run({ volumes, previous: first.spec.deployment });
		expect(second.error).toBeNull();
		expect(world.containers()).toEqual([second.name]);
	});

	it('is untouched when the deployment that would take it over fails', async () => {
		const { name, spec } = await world.run();
		const before = await world.entry();
		engine.proxy.ensure = () => Promise.reject(new Error('away'));
		const failed = await world.run({ previous: spec.deployment });
		expect(failed.error).toMatchObject({ message: 'away' });
		expect(world.containers()).toEqual([name]);
		expect(await world.entry()).toEqual(before);
	});

	it.each([
		['one wants it fresh', { isFresh: true }],
		['a variable is another one', { variables: { COLOUR: 'red' } }],
		['there are fewer replicas', { run: usual }]
	])('is replaced when %s', async (_why, change) => {
		const first = await world.run({ run: { ...usual, replicas: 2 } });
		const second = await world.run({
			run: { ...usual, replicas: 2 },
			previous: first.spec.deployment,
			...change
		});
		expect(second.error).toBeNull();
		expect(second.recorder.summaries.drain).toBe('the older version had no open connection');
	});

	it('is replaced by a restart, and when it does not answer', async () => {
		const first = await world.run();
		const { live } = first.recorder;
		const restarted = await world.run({ image: live, previous: first.spec.deployment });
		expect(restarted.recorder.summaries.drain).toBe('the older version had no open connection');
		const { probe } = engine.prober;
		const hung = (await world.entry())?.targets[0]?.address;
		engine.prober.probe = (target, ...given) =>
			target.address === hung
				? Promise.resolve({ healthy: false, detail: 'no answer' })
				: probe.call(engine.prober, target, ...given);
		const third = await world.run({ previous: restarted.spec.deployment });
		expect(third.error).toBeNull();
		expect(world.containers()).toEqual([third.name]);
		expect((await world.entry())?.targets[0]?.address).not.toBe(hung);
	});
});

describe('stopping first', () => {
	const first = { ...usual, stopFirst: true };

	it('never lets two versions run at once', async () => {
		const one = await world.run({ run: first });
		const seen: unknown[] = [];
		engine.runtime.onStart = () =>
			seen.push([...engine.runtime.containers.values()].map(({ name, state }) => [name, state]));
		world.push('two');
		const two = await world.run({ run: first, previous: one.spec.deployment });
		expect(two.error).toBeNull();
		expect(seen).toEqual([
			[
				[one.name, 'exited'],
				[two.name, 'running']
			]
		]);
		expect(world.containers()).toEqual([two.name]);
	});

	it('starts the old version again when the new one fails, and says so', async () => {
		const one = await world.run({ run: first });
		world.push('broken');
		engine.runtime.onStart = ({ name }) => {
			if (name !== one.name) engine.runtime.exit(name, 1);
		};
		const two = await world.run({ run: first, previous: one.spec.deployment });
		expect(two.error).toMatchObject({ code: 'app_exited' });
		expect(two.recorder.lines).toContain('The older version was started again');
		expect(world.containers()).toEqual([one.name]);
		expect(await world.entry()).toMatchObject({
			state: 'live',
			targets: [{ address: await addressOf(one.name), port: 8080 }]
		});
	});
});

describe('the release command', () => {
	const run = { ...usual, releaseCommand: 'node migrate.js' };
	const ending = (exitCode: number) => {
		engine.runtime.onStart = ({ name }) => {
			if (!name.endsWith('-release')) return;
			engine.runtime.print(name, 'migrating');
			engine.runtime.exit(name, exitCode);
		};
	};
	const release = (change: Partial<DeploymentSpec> = {}) => world.run({ run, ...change });

	it('runs once in the new image before anything starts, and its output is in the log', async () => {
		ending(0);
		const { recorder, name } = await release();
		expect(recorder.steps.slice(2, 5)).toEqual([
			'build succeeded',
			'release succeeded',
			'start succeeded'
		]);
		expect(recorder.lines).toContain('migrating');
		expect(world.containers()).toEqual([name]);
	});

	it('that fails leaves the old version alone, with its exit code', async () => {
		const before = await world.run();
		ending(3);
		world.push('two');
		const { error, recorder } = await release();
		expect(error).toMatchObject({
			code: 'release_failed',
			message: 'The release command "node migrate.js" ended with exit code 3'
		});
		expect(recorder.live).toBeNull();
		expect(world.containers()).toEqual([before.name]);
	});

	it('is not run again by a rollback', async () => {
		ending(0);
		const { recorder } = await release();
		ending(1);
		const back = await release({ image: recorder.live, isReturn: true });
		expect(back.error).toBeNull();
		expect(back.recorder.steps).not.toContain('release succeeded');
	});

	it('is ended when the deployment is cancelled', async () => {
		const began = Date.now();
		const cancelled = await world.run({ run }, { cancelAt: 'release' });
		expect(cancelled.error).toMatchObject({ message: 'cancelled' });
		expect(Date.now() - began).toBeLessThan(5000);
		expect(world.containers()).toEqual([]);
	});
});

describe('the proof', () => {
	it('says who answered, and what became of the old version', async () => {
		const { recorder, name } = await world.run();
		const address = await addressOf(name);
		expect(recorder.lines).toContain(`Names answers with ${address}:8080`);
		expect(recorder.lines).toContain(
			`https://shop.localhost answered 200 in 1 ms, from ${address}:8080`
		);
	});

	it('waits for the edge to notice the switch', async () => {
		const visit = engine.proxy.visit.bind(engine.proxy);
		let visits = 0;
		engine.proxy.visit = async (...given) => {
			const answer = await visit(...given);
			return ++visits < 4 ? { ...answer, answeredBy: '172.30.0.9:8080' } : answer;
		};
		expect((await world.run()).error).toBeNull();
		expect(visits).toBe(4);
	});
});
