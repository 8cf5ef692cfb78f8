import { readdir, readFile, rmdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CurrentEngine, startCurrentEngine } from '../../../e2e/fixtures/current-engine.ts';
import { removeLeftovers } from '../../../e2e/fixtures/docker-leftovers.ts';
import { tinyImage, tinyRepository } from '../../../e2e/fixtures/tiny-app.ts';
import { connectDocker } from '../../runtime/docker-client.ts';
import { labels } from '../../spec.ts';
import { dockerBuilder } from '../docker-builder.ts';
import type { BuildRequest } from '../port.ts';
import { findGovernor } from './find-governor.ts';
import { governedBuilder } from './governed-builder.ts';
import type { BuildLimits } from './port.ts';
import { floors, machineRoom } from './room.ts';
import { askOften } from './testing/answers.ts';

const mebibyte = 2 ** 20;
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const own = { [labels.installation]: installation };
/** Of this test's own engine: the limits are small, and builds of others live below another one. */
const cgroupParent = `gantry-test-${installation}`;
const limits: BuildLimits = {
	memoryBytes: 256 * mebibyte,
	swapBytes: 0,
	cpuMillis: 0,
	pidsLimit: 128,
	slots: 1
};

let engine: CurrentEngine;
let docker: Docker;
let server: Server;
let app = '';

beforeAll(async () => {
	engine = await startCurrentEngine({ cgroupParent });
	docker = connectDocker(engine.host);
	const image = await tinyImage(docker, installation);
	const container = await docker.createContainer({
		Image: image,
		Labels: own,
		Env: ['PORT=8080'],
		HostConfig: { Memory: 64 * mebibyte }
	});
	await container.start();
	const { NetworkSettings } = await container.inspect();
	app = `http://${NetworkSettings.Networks.bridge?.IPAddress}:8080/`;
	server = createServer((_request, response) => response.end('here'));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 600_000);

afterAll(async () => {
	await removeLeftovers(docker, installation);
	await engine.stop();
	await new Promise((resolve) => server.close(resolve));
	await removeCgroups();
});

/** What an engine leaves of its cgroups, in every hierarchy. */
async function removeCgroups(): Promise<void> {
	const roots = [
		'/sys/fs/cgroup',
		...(await readdir('/sys/fs/cgroup')).map((name) => join('/sys/fs/cgroup', name))
	];
	for (const root of roots) {
		const own = join(root, cgroupParent);
		const below = await readdir(own, { recursive: true, withFileTypes: true }).catch(() => []);
		const folders = below.filter((entry) => entry.isDirectory());
		const paths = folders.map(({ parentPath, name }) => join(parentPath, name));
		for (const path of [...paths.sort().reverse(), own]) await rmdir(path).catch(() => {});
	}
}

async function request(...step: string[]): Promise<BuildRequest & { lines: string[] }> {
	const lines: string[] = [];
	const files = await tinyRepository({
		version: String(Math.random()),
		lines: [`RUN ${JSON.stringify(['/app', ...step])}`]
	});
	const tar = pack();
	for (const [name, content] of Object.entries(files)) tar.entry({ name, mode: 0o755 }, content);
	tar.finalize();
	return {
		context: Readable.from(tar),
		files: [],
		ignore: null,
		dockerfile: 'Dockerfile',
		dockerfileText: String(files.Dockerfile),
		reference: `gantry/${installation}:hostile`,
		labels: own,
		onLine: (line) => void lines.push(line),
		signal: AbortSignal.timeout(120_000),
		lines
	};
}

async function build(
	asked: BuildRequest,
	{ disk = floors, seconds = 60, idleSeconds = 30 } = {}
): Promise<void> {
	const { DockerRootDir } = (await docker.info()) as { DockerRootDir: string };
	const builder = governedBuilder(dockerBuilder(docker), {
		rules: async () => ({ limits, seconds, idleSeconds }),
		governor: () => findGovernor(docker, { dockerHost: engine.host }),
		room: machineRoom({ folders: async () => [DockerRootDir], knowsMemory: true }),
		floors: disk,
		pace: { memory: 1000, disk: 1000, look: 100, watch: 200 }
	});
	await builder.build(asked);
}

/** What the kernel adds to each process of the builds here. */
async function scoresOfSteps(): Promise<number[]> {
	const read = (pid: string, name: string) =>
		readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
	const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	const scores = pids.map(async (pid) =>
		(await read(pid, 'cgroup')).includes(`/${cgroupParent}/buildkit/`)
			? [Number(await read(pid, 'oom_score_adj'))]
			: []
	);
	return (await Promise.all(scores)).flat();
}

/** An app in a container and a server of this process answer all the while. */
async function others<T>(work: () => Promise<T>): Promise<T> {
	const here = askOften(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
	const there = askOften(app);
	try {
		return await work();
	} finally {
		await Promise.all([here.stop(), there.stop()]);
		expect([here.failed, there.failed]).toEqual([0, 0]);
		expect(Math.min(here.within(500), there.within(500))).toBeGreaterThan(0.95);
	}
}

it('a build that takes all memory dies alone, and the failure says what builds may use', async () => {
	const asked = await request('eat');
	await expect(others(() => build(asked))).rejects.toMatchObject({
		code: 'build_out_of_memory',
		message:
			'Build failed: RUN ["/app","eat"] needed more than the 256 MB of memory that builds may use',
		hint: expect.stringContaining('Settings, Builds')
	});
});

it('a build that forks without end is refused at its limit, and the failure says so', async () => {
	const asked = await request('fork');
	await expect(others(() => build(asked))).rejects.toMatchObject({
		code: 'build_too_many_processes',
		message:
			'Build failed: RUN ["/app","fork"] needed more than the 128 processes that builds may have'
	});
	expect(asked.lines.join('\n')).toContain('resource temporarily unavailable');
});

it('a build that fills the disk is ended while there is some left', async () => {
	const { DockerRootDir } = (await docker.info()) as { DockerRootDir: string };
	const room = machineRoom({ folders: async () => [DockerRootDir], knowsMemory: true });
	const [disk] = await room.disks();
	const reserve = (disk?.freeBytes ?? 0) - 512 * mebibyte;
	const asked = await request('fill', '/big');
	const failed = others(() =>
		build(asked, { disk: { ...floors, disk: () => 0, diskDuring: () => reserve } })
	);
	await expect(failed).rejects.toMatchObject({
		code: 'disk_full',
		message: expect.stringMatching(
			/^Build failed: the disk is full: [\d.]+ [GT]B free of [\d.]+ [GT]B, builds end below [\d.]+ [GT]B$/
		)
	});
});

it('a build that prints without end fills no log and ends when its time is over', async () => {
	const asked = await request('flood', '2000000000');
	await expect(others(() => build(asked, { seconds: 4 }))).rejects.toMatchObject({
		code: 'build_timed_out',
		message: 'Build failed: it took longer than 4 s',
		hint: expect.stringContaining('flood line')
	});
	const characters = asked.lines.reduce((sum, line) => sum + line.length, 0);
	expect(characters).toBeLessThan(8 * mebibyte);
});

it('a build that hangs in silence is ended, with what it printed last', async () => {
	const asked = await request('hush', '120');
	await expect(build(asked, { idleSeconds: 3 })).rejects.toMatchObject({
		code: 'build_timed_out',
		message: 'Build failed: it printed nothing for 3 s',
		hint: expect.stringContaining('RUN ["/app","hush","120"]')
	});
	await expect.poll(() => scoresOfSteps(), { timeout: 20_000 }).toEqual([]);
});

it('steps of builds are what the kernel kills first when the machine itself runs out', async () => {
	const stop = new AbortController();
	const asked = { ...(await request('hush', '60')), signal: stop.signal };
	const building = build(asked);
	building.catch(() => {});
	await expect.poll(() => scoresOfSteps(), { timeout: 20_000 }).toContain(800);
	stop.abort(new Error('enough'));
	await expect(building).rejects.toThrow('enough');
});
