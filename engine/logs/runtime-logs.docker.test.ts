import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { tinyImage } from '../../e2e/fixtures/tiny-app.ts';
import { builtImage, deploymentSpec } from '../pipeline/testing/spec.ts';
import { planContainer } from '../runtime/container-plan.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { dockerRuntime } from '../runtime/docker-runtime.ts';
import { labels } from '../spec.ts';
import { RuntimeLogs } from './runtime-logs.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const runtime = dockerRuntime(docker);
const random = Math.random().toString(36).slice(2, 12).padEnd(10, '0');
const installation = `t${random}`;
let folder = '';

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-log-'));
});

afterAll(async () => {
	await removeLeftovers(docker, installation);
	await rm(folder, { recursive: true, force: true });
});

it('keeps every line of a container exactly once while workers come and go', async () => {
	const path = join(folder, 'service.log');
	const signal = AbortSignal.timeout(120_000);
	const spec = deploymentSpec({ installation, project: `p${random}`, service: `s${random}` });
	const id = await tinyImage(docker, installation);
	const plan = planContainer(spec, builtImage({ id, port: 8080 }));
	await runtime.ensureNetwork(plan.network, { [labels.installation]: installation });
	const { address } = await runtime.start(plan, { signal });

	const errors: unknown[] = [];
	const worker = () => {
		const end = new AbortController();
		const logs = new RuntimeLogs({
			runtime,
			installation,
			pathOf: () => path,
			secretsOf: async () => [],
			onError: (error) => errors.push(error)
		});
		const running = logs.run(end.signal);
		return () => (end.abort(), running);
	};
	const texts = async () =>
		(await readFile(path, 'utf8').catch(() => ''))
			.split('\n')
			.filter(Boolean)
			.map((line) => line.split('\t')[3]);
	const print = async (count: number) => {
		const { body } = await request(`http://${address}:8080/print?count=${count}`, { signal });
		await body.dump();
	};

	let stop = worker();
	await expect.poll(texts, { timeout: 20_000 }).toContain('starting one');
	await expect
		.poll(() =>
			print(1)
				.then(() => true)
				.catch(() => false)
		)
		.toBe(true);
	// Fewer than are kept of one second.
	const total = 8_000;
	const printing = print(total);
	for (let i = 0; i < 4; i++) {
		await stop();
		stop = worker();
		const before = (await texts()).length;
		await expect.poll(async () => (await texts()).length > before || before > total).toBe(true);
	}
	await printing;
	await expect
		.poll(async () => (await texts()).at(-1), { timeout: 20_000 })
		.toBe(`line ${total - 1}`);
	await stop();
	expect(errors).toEqual([]);
	expect(await texts()).toEqual([
		'starting one',
		'line 0',
		...Array.from({ length: total }, (_, index) => `line ${index}`)
	]);
});
