import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { tinyImage } from '../../e2e/fixtures/tiny-app.ts';
import { labels } from '../spec.ts';
import { connectDocker } from './docker-client.ts';
import { dockerRuntime } from './docker-runtime.ts';
import { memoryRuntime } from './memory-runtime.ts';
import type { ContainerPlan, Runtime } from './port.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const own = { [labels.installation]: installation };
const network = `gantry-${installation}`;
const signal = AbortSignal.timeout(170_000);
/** Users of the image: number, name of the image's own list, and root. */
const images = { number: '', named: '', root: '', shaped: '' };

const plan = (name: string, change: Partial<ContainerPlan> = {}): ContainerPlan => ({
	name: `gantry-${installation}-${name}`,
	image: images.number,
	labels: { ...own, [labels.service]: name, [labels.deployment]: 'one' },
	command: ['/app', 'sleep', '60'],
	restarts: false,
	network,
	variables: {},
	mounts: [{ volume: `gantry-${installation}-${name}`, path: '/data' }],
	memoryBytes: 64 * 2 ** 20,
	cpuMillis: 0,
	pidsLimit: 64,
	stopSignal: null,
	stopGraceSeconds: 0,
	...change
});

beforeAll(async () => {
	const passwd = (line: string) => `RUN ["/app", "write", "/etc/passwd", "${line}"]`;
	images.number = await tinyImage(docker, installation, 'number', ['USER 1000:1000']);
	images.named = await tinyImage(docker, installation, 'named', [
		passwd('root:x:0:0::/:/x\\napp:x:4321:1234::/:/x\\n'),
		'USER app'
	]);
	images.root = await tinyImage(docker, installation, 'root');
	images.shaped = await tinyImage(docker, installation, 'shaped', [
		'WORKDIR /data',
		'COPY --chown=77:77 version /data/seed',
		'USER 1000'
	]);
});

afterAll(() => removeLeftovers(docker, installation));

describe.each([
	['docker', () => dockerRuntime(docker)],
	['memory', () => memoryRuntime()]
])('volumes of a runtime (%s)', (name, open: () => Runtime) => {
	let runtime: Runtime;
	const kept = plan(`kept-${name}`);
	const volume = kept.mounts[0]?.volume ?? '';

	beforeAll(async () => {
		runtime = open();
		await runtime.ensureNetwork(network, own);
	});

	it('come with the first container that mounts them, and carry our labels', async () => {
		await runtime.start(kept, { signal });
		await runtime.start(kept, { signal });
		const of = { ...own, [labels.service]: `kept-${name}` };
		expect(await runtime.volumes(of)).toEqual([volume]);
		expect(await runtime.volumes({ ...of, [labels.volume]: volume })).toEqual([volume]);
		expect(await runtime.volumes({ ...own, [labels.deployment]: 'one' })).toEqual([]);
		expect(Object.keys(await runtime.volumeSizes(of, { signal }))).toEqual([volume]);
	});

	it('outlive their containers and go only when nothing mounts them', async () => {
		await expect(runtime.removeVolume(volume)).rejects.toMatchObject({ code: 'volume_in_use' });
		await runtime.remove(kept.name, { graceSeconds: 0 });
		expect(await runtime.volumes(own)).toContain(volume);
		await runtime.removeVolume(volume);
		await runtime.removeVolume(volume);
		expect(await runtime.volumes(own)).not.toContain(volume);
	});
});

describe('a volume on a real engine', () => {
	const runtime = dockerRuntime(docker);
	beforeAll(() => runtime.ensureNetwork(network, own));

	/** Runs the command to its end; answers what it printed. */
	async function output(wanted: ContainerPlan): Promise<string> {
		await runtime.start(wanted, { signal });
		const lines: string[] = [];
		for await (const some of runtime.logs(wanted.name, { follow: true, signal })) {
			lines.push(...some.map(({ text }) => text));
		}
		await runtime.remove(wanted.name, { graceSeconds: 0 });
		return lines.join('\n');
	}
	const append = (text: string) => ({ command: ['/app', 'append', '/data/file', text] });

	it('can be written by an app that runs as a user without a name, and keeps what was written', async () => {
		expect(await output(plan('number', append('a')))).toBe('uid 1000 read a');
		expect(await output(plan('number', append('b')))).toBe('uid 1000 read ab');
	});

	it('can be written by a user that the image names', async () => {
		const image = images.named;
		expect(await output(plan('named', { image, ...append('a') }))).toBe('uid 4321 read a');
	});

	it('can be written deep in the container, by two mounts of one app', async () => {
		const mounts = ['one', 'two'].map((name) => ({
			volume: `gantry-${installation}-deep-${name}`,
			path: `/srv/files/${name}`
		}));
		const command = ['/app', 'append', '/srv/files/two/x', 'deep'];
		expect(await output(plan('deep', { mounts, command }))).toBe('uid 1000 read deep');
	});

	it('begins with what the image has in its place', async () => {
		const image = images.shaped;
		const command = ['/app', 'append', '/data/seed', ''];
		const said = await output(plan('shaped', { image, command }));
		// Its files belong to whom the image says; only the folder itself was root's.
		expect(said).toContain('permission denied');
		expect(await output(plan('shaped', { image, ...append('mine') }))).toBe('uid 1000 read mine');
	});

	it('of an app that runs as root stays root’s', async () => {
		const image = images.root;
		expect(await output(plan('root', { image, ...append('a') }))).toBe('uid 0 read a');
	});

	it('that somebody else made is not mounted', async () => {
		const foreign = plan('foreign');
		const name = foreign.mounts[0]?.volume ?? '';
		await docker.createVolume({ Name: name, Labels: { [labels.installation]: 'another' } });
		try {
			await expect(runtime.start(foreign, { signal })).rejects.toMatchObject({
				code: 'volume_foreign'
			});
			expect(await runtime.inspect(foreign.name)).toBeNull();
		} finally {
			await docker.getVolume(name).remove();
		}
	});
});
