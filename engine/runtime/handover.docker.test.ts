import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { tinyImage } from '../../e2e/fixtures/tiny-app.ts';
import { labels } from '../spec.ts';
import { connectDocker } from './docker-client.ts';
import { dockerRuntime } from './docker-runtime.ts';
import { memoryRuntime, type MemoryRuntime } from './memory-runtime.ts';
import type { ContainerPlan, Runtime } from './port.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const own = { [labels.installation]: installation };
const network = `gantry-${installation}`;
const signal = AbortSignal.timeout(100_000);
let image = '';

const plan = (deployment: string, change: Partial<ContainerPlan> = {}): ContainerPlan => ({
	name: `gantry-${installation}-${deployment}-1`,
	image,
	labels: { ...own, [labels.deployment]: deployment },
	command: null,
	restarts: true,
	network,
	mounts: [],
	variables: { PORT: '8080' },
	memoryBytes: 64 * 2 ** 20,
	cpuMillis: 0,
	pidsLimit: 64,
	stopSignal: null,
	stopGraceSeconds: 1,
	...change
});

beforeAll(async () => {
	image = await tinyImage(docker, installation);
});

afterAll(() => removeLeftovers(docker, installation));

describe.each([
	['docker', () => dockerRuntime(docker), null],
	[
		'memory',
		memoryRuntime,
		(runtime: Runtime, name: string) => (runtime as MemoryRuntime).exit(name, 3)
	]
] as const)('handing over containers (%s)', (_name, open, exit) => {
	let runtime: Runtime;

	beforeAll(async () => {
		runtime = open();
		await runtime.ensureNetwork(network, own);
	});

	afterAll(async () => {
		for (const { name } of await runtime.list(own)) await runtime.remove(name, { graceSeconds: 0 });
		await runtime.removeNetwork(network);
	});

	it('gives a running container to another deployment that would have made the same', async () => {
		const first = await runtime.start(plan('first'), { signal });
		const again = await runtime.adopt(first.name, plan('second'));
		expect(again).toMatchObject({ id: first.id, name: plan('second').name, state: 'running' });
		expect(await runtime.inspect(first.name)).toBeNull();
		expect((await runtime.start(plan('second'), { signal })).id).toBe(first.id);
		expect(await runtime.adopt(first.name, plan('second'))).toBeNull();
	});

	it('gives none that was made otherwise, or does not run', async () => {
		const { name } = await runtime.start(plan('third'), { signal });
		expect(await runtime.adopt(name, plan('fourth', { pidsLimit: 65 }))).toBeNull();
		await runtime.stop(name, { graceSeconds: 1 });
		expect(await runtime.adopt(name, plan('fourth'))).toBeNull();
		expect(await runtime.inspect(name)).not.toBeNull();
	});

	it('knows a container that another deployment would have made in the same way', async () => {
		const { name, id } = await runtime.start(plan('sixth'), { signal });
		expect(await runtime.twin(name, plan('seventh'))).toMatchObject({ id, name });
		expect(await runtime.twin(name, plan('seventh', { pidsLimit: 65 }))).toBeNull();
		expect(await runtime.twin('gantry-nobody', plan('seventh'))).toBeNull();
		expect(await runtime.adopt(name, plan('sixth'))).toMatchObject({ id, name });
	});

	it('starts a stopped one again as it was made', async () => {
		const { name, id } = await runtime.start(plan('fifth'), { signal });
		await runtime.stop(name, { graceSeconds: 1 });
		expect(await runtime.resume(name)).toMatchObject({ id, state: 'running', name });
		expect((await runtime.inspect(name))?.finishedAt).toBeInstanceOf(Date);
		expect(await runtime.resume('gantry-nobody')).toBeNull();
	});

	it('waits for the end of one that runs once, and tells its exit code', async () => {
		const once = plan('sixth', { restarts: false, command: ['/app', 'exit', '3'] });
		const { name } = await runtime.start(once, { signal });
		if (exit) setTimeout(() => exit(runtime, name), 5);
		const lines: string[] = [];
		for await (const some of runtime.logs(name, { follow: true, signal })) {
			lines.push(...some.map(({ text }) => text));
		}
		expect(await runtime.untilEnded(name, { signal })).toMatchObject({
			state: 'exited',
			exitCode: 3
		});
		expect(await runtime.untilEnded('gantry-nobody', { signal })).toBeNull();
	});

	it('stops waiting when it is told to', async () => {
		const { name } = await runtime.start(plan('seventh'), { signal });
		const cancel = new AbortController();
		const reason = new Error('cancelled');
		setTimeout(() => cancel.abort(reason), 20);
		await expect(runtime.untilEnded(name, { signal: cancel.signal })).rejects.toBe(reason);
	});
});
