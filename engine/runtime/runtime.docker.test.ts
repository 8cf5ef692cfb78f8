import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leftovers, nothingLeft, removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { tinyImage } from '../../e2e/fixtures/tiny-app.ts';
import { labels } from '../spec.ts';
import { webCapabilities } from './container-plan.ts';
import { connectDocker } from './docker-client.ts';
import { dockerRuntime } from './docker-runtime.ts';
import { memoryRuntime } from './memory-runtime.ts';
import type { ContainerPlan, Runtime } from './port.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const own = { [labels.installation]: installation };
const network = `gantry-${installation}`;
const signal = AbortSignal.timeout(170_000);
let image = '';

const plan = (name: string, change: Partial<ContainerPlan> = {}): ContainerPlan => ({
	name: `gantry-${installation}-${name}`,
	image,
	labels: { ...own, [labels.service]: name },
	command: null,
	restarts: true,
	network,
	variables: { PORT: '8080' },
	mounts: [],
	memoryBytes: 64 * 2 ** 20,
	cpuMillis: 500,
	pidsLimit: 64,
	stopSignal: null,
	stopGraceSeconds: 1,
	...change
});

beforeAll(async () => {
	image = await tinyImage(docker, installation);
});

afterAll(() => removeLeftovers(docker, installation));

/** What the fake and the real one both do. */
describe.each([
	['docker', () => dockerRuntime(docker)],
	['memory', () => memoryRuntime({ images: new Set([image]) })]
])('a runtime (%s)', (_name, open: () => Runtime) => {
	let runtime: Runtime;

	beforeAll(async () => {
		runtime = open();
		await runtime.ensureNetwork(network, own);
	});

	afterAll(async () => {
		for (const { name } of await runtime.list(own)) await runtime.remove(name, { graceSeconds: 0 });
		await runtime.removeNetwork(network);
		await runtime.removeNetwork(network);
		expect(await runtime.networks(own)).toEqual([]);
	});

	it('makes a network once, however often it is asked', async () => {
		await Promise.all([1, 2, 3].map(() => runtime.ensureNetwork(network, own)));
		expect(await runtime.networks(own)).toEqual([network]);
		expect(await runtime.networks({ ...own, other: 'x' })).toEqual([]);
	});

	it('starts a container and finds it again', async () => {
		const first = await runtime.start(plan('again'), { signal });
		expect(first).toMatchObject({
			name: plan('again').name,
			state: 'running',
			exitCode: null,
			outOfMemory: false,
			restarts: 0,
			address: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)
		});
		expect(first.labels).toMatchObject(plan('again').labels);
		expect(first.startedAt).toBeInstanceOf(Date);
		expect((await runtime.start(plan('again'), { signal })).id).toBe(first.id);
		expect((await runtime.inspect(first.name))?.id).toBe(first.id);
	});

	it('replaces a container of that name that was made otherwise', async () => {
		const first = await runtime.start(plan('other'), { signal });
		const changed = plan('other', { variables: { PORT: '8080', GREETING: 'hi' } });
		const second = await runtime.start(changed, { signal });
		expect(second.id).not.toBe(first.id);
		expect((await runtime.list({ ...own, [labels.service]: 'other' })).map(({ id }) => id)).toEqual(
			[second.id]
		);
	});

	it('starts a stopped one again as it is', async () => {
		const first = await runtime.start(plan('rest'), { signal });
		await runtime.stop(first.name, { graceSeconds: 1 });
		await runtime.stop(first.name, { graceSeconds: 1 });
		expect(await runtime.inspect(first.name)).toMatchObject({ state: 'exited' });
		expect((await runtime.start(plan('rest'), { signal })).id).toBe(first.id);
	});

	it('removes one for good, and does not mind when it is gone', async () => {
		const { name } = await runtime.start(plan('gone'), { signal });
		await runtime.remove(name, { graceSeconds: 1 });
		await runtime.remove(name, { graceSeconds: 1 });
		await runtime.stop(name, { graceSeconds: 1 });
		expect(await runtime.inspect(name)).toBeNull();
		expect(await runtime.lastLines(name, 5)).toEqual([]);
	});

	it('says that an image is gone', async () => {
		const gone = plan('no-image', { image: `sha256:${'0'.repeat(64)}` });
		await expect(runtime.start(gone, { signal })).rejects.toMatchObject({
			code: 'image_not_found'
		});
		expect(await runtime.inspect(gone.name)).toBeNull();
	});

	it('starts nothing once it was cancelled', async () => {
		const reason = new Error('cancelled');
		const starting = runtime.start(plan('never'), { signal: AbortSignal.abort(reason) });
		await expect(starting).rejects.toBe(reason);
		expect(await runtime.inspect(plan('never').name)).toBeNull();
	});

	it('tells what happens to the containers asked for', async () => {
		const stop = new AbortController();
		const seen: string[] = [];
		const watching = (async () => {
			const events = runtime.events({ labels: { [labels.service]: 'told' }, signal: stop.signal });
			for await (const { kind, container } of events) {
				seen.push(`${kind} ${container}`);
				if (kind === 'removed') return;
			}
		})();
		const { name } = plan('told');
		await runtime.start(plan('untold'), { signal });
		await runtime.start(plan('told'), { signal });
		await runtime.remove(name, { graceSeconds: 1 });
		await watching;
		expect(seen.slice(-2)).toEqual([`stopped ${name}`, `removed ${name}`]);
		stop.abort();
	});
});

describe('a container on a real engine', () => {
	const runtime = dockerRuntime(docker);

	beforeAll(() => runtime.ensureNetwork(network, own));

	const reach = (address: string | null, path = '/') => fetch(`http://${address}:8080${path}`);

	it('has exactly the rights it needs', async () => {
		const { name } = await runtime.start(plan('rights'), { signal });
		const { HostConfig: host, Config: config } = await docker.getContainer(name).inspect();
		expect(host).toMatchObject({
			Privileged: false,
			CapDrop: ['ALL'],
			SecurityOpt: ['no-new-privileges'],
			Memory: 64 * 2 ** 20,
			MemorySwap: 64 * 2 ** 20,
			NanoCpus: 500_000_000,
			PidsLimit: 64,
			NetworkMode: network,
			IpcMode: 'private',
			PidMode: '',
			UTSMode: '',
			Init: true,
			LogConfig: { Type: 'local', Config: { 'max-size': '10m', 'max-file': '3' } },
			RestartPolicy: { Name: 'unless-stopped' }
		});
		expect(host.CapAdd?.map((name: string) => name.replace('CAP_', '')).sort()).toEqual(
			webCapabilities
		);
		expect(host.Binds ?? []).toEqual([]);
		expect(config.Env).toContain('PORT=8080');
	});

	it('answers at its address, and its port can be seen from outside', async () => {
		const { address, name } = await runtime.start(
			plan('answers', { variables: { PORT: '8080', GREETING: 'a=b "c" $d' } }),
			{ signal }
		);
		await expect
			.poll(() =>
				reach(address).then(
					(answer) => answer.text(),
					() => ''
				)
			)
			.toContain('a=b "c" $d');
		expect(await runtime.listening(name)).toContainEqual({ address: '::', port: 8080 });
	});

	it('gives its lines with streams and times, from any of them on', async () => {
		const { address, name } = await runtime.start(plan('prints'), { signal });
		await expect
			.poll(() =>
				reach(address).then(
					({ ok }) => ok,
					() => false
				)
			)
			.toBe(true);
		await reach(address, '/print?count=1000');
		const follow = new AbortController();
		const lines = [];
		for await (const some of runtime.logs(name, { follow: true, signal: follow.signal })) {
			lines.push(...some);
			if (lines.at(-1)?.text === 'line 999') follow.abort();
		}
		expect(lines.map(({ text }) => text)).toEqual([
			'starting one',
			...Array.from({ length: 1000 }, (_, index) => `line ${index}`)
		]);
		const from = lines[500];
		const rest = [];
		for await (const some of runtime.logs(name, { since: from?.time, follow: false, signal })) {
			rest.push(...some.map(({ text }) => text));
		}
		expect(rest).toEqual(lines.slice(500).map(({ text }) => text));
		expect(await runtime.lastLines(name, 2)).toEqual(['line 998', 'line 999']);
	});

	it('ends its log when it stops, and tells exit code and stderr', async () => {
		const ending = plan('ends', { variables: { PORT: '8080', EXIT_CODE: '7', BOOT_MS: '300' } });
		const events = runtime.events({ labels: { ...own, [labels.service]: 'ends' }, signal });
		const first = events[Symbol.asyncIterator]().next();
		await runtime.start(ending, { signal });
		const seen = [(await first).value.kind];
		for await (const event of events) {
			if (event.kind === 'stopped') {
				expect(event.exitCode).toBe(7);
				break;
			}
			seen.push(event.kind);
		}
		expect(seen[0]).toBe('started');
		await runtime.stop(ending.name, { graceSeconds: 0 });
		// It was restarted meanwhile, and may have begun anew.
		expect(await runtime.lastLines(ending.name, 50)).toContain('leaving on purpose');
	});

	it('dies alone when it eats too much memory, and says so', async () => {
		const { name, address } = await runtime.start(plan('eats'), { signal });
		await expect
			.poll(() =>
				reach(address).then(
					({ ok }) => ok,
					() => false
				)
			)
			.toBe(true);
		await reach(address, '/eat').catch(() => null);
		await expect.poll(async () => (await runtime.inspect(name))?.restarts).toBeGreaterThan(0);
	});

	it('is asked to stop and killed after its grace', async () => {
		const slow = plan('slow', { variables: { PORT: '8080', DRAIN_MS: '60000' } });
		const { address, name } = await runtime.start(slow, { signal });
		await expect
			.poll(() =>
				reach(address).then(
					({ ok }) => ok,
					() => false
				)
			)
			.toBe(true);
		const began = Date.now();
		await runtime.remove(name, { graceSeconds: 1 });
		expect(Date.now() - began).toBeGreaterThan(900);
		expect(Date.now() - began).toBeLessThan(8000);
	});

	it('names the engine, and says when there is none', async () => {
		expect(await runtime.version({ signal })).not.toBe('');
		const nowhere = dockerRuntime(connectDocker('unix:///nonexistent/docker.sock'));
		await expect(nowhere.version({ signal })).rejects.toMatchObject({ code: 'docker_unreachable' });
		await expect(nowhere.list(own)).rejects.toMatchObject({ code: 'docker_unreachable' });
	});

	it('leaves nothing behind but the image', async () => {
		for (const { name } of await runtime.list(own)) await runtime.remove(name, { graceSeconds: 0 });
		await runtime.removeNetwork(network);
		expect(await leftovers(docker, installation)).toEqual({
			...nothingLeft,
			images: [expect.any(String)]
		});
	});
});
