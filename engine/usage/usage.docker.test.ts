import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { tinyImage } from '../../e2e/fixtures/tiny-app.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { dockerRuntime } from '../runtime/docker-runtime.ts';
import { labels } from '../spec.ts';
import { dockerMeter, fromStats } from './docker-meter.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const own = { [labels.installation]: installation };
const signal = AbortSignal.timeout(170_000);
const memoryBytes = 64 * 2 ** 20;
let image = '';

beforeAll(async () => {
	image = await tinyImage(docker, installation);
});
afterAll(() => removeLeftovers(docker, installation));

it('sees a busy container at work, from the kernel and from the engine', async () => {
	const runtime = dockerRuntime(docker);
	const network = `gantry-${installation}`;
	await runtime.ensureNetwork(network, own);
	const { id, name, startedAt, address } = await runtime.start(
		{
			...{ name: `gantry-${installation}-busy`, image, labels: own, command: null, network },
			...{ restarts: false, variables: { PORT: '8080' }, mounts: [], memoryBytes },
			...{ cpuMillis: 500, pidsLimit: 64, stopSignal: null, stopGraceSeconds: 1 }
		},
		{ signal }
	);
	const meter = dockerMeter(docker, { folder: '/' });
	const first = await meter.container(id, { startedAt, signal });
	expect(first).toMatchObject({ memoryLimitBytes: memoryBytes });
	expect(first?.memoryBytes).toBeGreaterThan(0);
	const grown = expect.poll(
		async () => {
			await fetch(`http://${address}:8080/`, { signal }).then(
				(answer) => answer.text(),
				() => null
			);
			const now = await meter.container(id, { startedAt, signal });
			return (now?.cpuSeconds ?? 0) - (first?.cpuSeconds ?? 0);
		},
		{ timeout: 60_000 }
	);
	await grown.toBeGreaterThan(0.002);
	const seen = await meter.container(id, { startedAt, signal });
	expect(seen?.receivedBytes).toBeGreaterThan(0);

	const told = fromStats(await docker.getContainer(id).stats({ stream: false }));
	expect(told?.memoryLimitBytes).toBe(memoryBytes);
	expect(told?.cpuSeconds).toBeGreaterThanOrEqual(seen?.cpuSeconds ?? Infinity);

	await runtime.remove(name, { graceSeconds: 0 });
	expect(await meter.container(id, { startedAt, signal })).toBeNull();
	expect(await meter.container(id, { startedAt, signal })).toBeNull();
	expect(await meter.machine()).toMatchObject({ cores: expect.any(Number) });
});
