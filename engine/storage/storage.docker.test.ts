import { afterAll, beforeAll, expect, test } from 'vitest';
import { labels } from '#engine/spec.ts';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { tinyImage } from '../../e2e/fixtures/tiny-app.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { dockerStorage } from './docker-storage.ts';

const docker = connectDocker(process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const storage = dockerStorage(docker);
const installation = `storage-${Math.random().toString(36).slice(2, 12)}`;
const own = { [labels.installation]: installation };
const signal = AbortSignal.timeout(120_000);

beforeAll(async () => {
	// Layers of this run alone: those that another image has, too, do not count as bytes of this one.
	const lines = [`RUN ["/app","write","/own","${installation}"]`];
	await tinyImage(docker, installation, 'one', lines);
	const id = await tinyImage(docker, installation, 'two', lines);
	await docker.getImage(id).tag({ repo: `gantry/${installation}`, tag: 'again' });
	const container = await docker.createContainer({ Image: id, Labels: own });
	expect(container.id).toBeTruthy();
});

afterAll(() => removeLeftovers(docker, installation));

test('lists each name of the images with these labels, what goes with them and whether a container has them', async () => {
	const { images } = await storage.usage(own, { signal });
	const facts = images.map(({ reference, isUsed, isDangling, bytes, labels: carried }) => ({
		...{ reference, isUsed, isDangling, hasBytes: bytes > 0 },
		installation: carried[labels.installation]
	}));
	const all = { isDangling: false, hasBytes: true, installation };
	expect(facts.toSorted((a, b) => a.reference.localeCompare(b.reference))).toEqual([
		{ ...all, reference: `gantry/${installation}:again`, isUsed: true },
		{ ...all, reference: `gantry/${installation}:one`, isUsed: false },
		{ ...all, reference: `gantry/${installation}:two`, isUsed: true }
	]);
});

test('an image whose names are gone is known by its id', async () => {
	const { Id: id } = await docker.getImage(`gantry/${installation}:two`).inspect();
	for (const tag of ['two', 'again']) {
		await docker
			.getImage(`gantry/${installation}:one`)
			.tag({ repo: `gantry/${installation}`, tag });
	}
	const { images } = await storage.usage(own, { signal });
	expect(images.find((image) => image.id === id)).toMatchObject({
		reference: id,
		isDangling: true,
		isUsed: true
	});
});

test('knows the build cache, and prunes nothing that is within its budget', async () => {
	const { buildCache } = await storage.usage(own, { signal });
	expect(buildCache.length).toBeGreaterThan(0);
	expect(buildCache.every(({ bytes }) => bytes >= 0)).toBe(true);
	expect(await storage.pruneBuildCache({ keepBytes: 2 ** 50, signal })).toBe(0);
});

test('two who count at once both get an answer', async () => {
	const both = await Promise.all([storage.usage(own, { signal }), storage.usage(own, { signal })]);
	expect(both.map(({ images }) => images.length)).toEqual([4, 4]);
});

test('knows how full the disk is', async () => {
	const disk = await storage.disk();
	expect(disk?.freeBytes).toBeGreaterThan(0);
	expect(disk?.totalBytes).toBeGreaterThan(disk?.freeBytes ?? 0);
});

test('an engine that does not answer is told as such', async () => {
	const away = dockerStorage(connectDocker('unix:///nonexistent/docker.sock'));
	await expect(away.usage(own, { signal })).rejects.toMatchObject({ code: 'docker_unreachable' });
	await expect(away.pruneBuildCache({ keepBytes: 1, signal })).rejects.toMatchObject({
		code: 'docker_unreachable'
	});
	await expect(away.disk()).rejects.toMatchObject({ code: 'docker_unreachable' });
});
