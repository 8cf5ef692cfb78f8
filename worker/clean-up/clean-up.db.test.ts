import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { AppError } from '#engine/error.ts';
import { labels } from '#engine/spec.ts';
import { installationId } from '#lib/server/installation/ensure-installation.ts';
import { latestCleanUp } from '#lib/server/clean-up/results.ts';
import type { Context } from '#lib/server/context.ts';
import { rollback } from '#lib/server/deployments/rollback.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { cleanUp, previewCleanUp } from './clean-up.ts';
import { askWhenDue, dueCleanUp } from './due.ts';

const { panel, storage, engine, world, waiting } = workerWorld();
const signal = AbortSignal.timeout(20_000);
let admin: Context;

beforeAll(async () => {
	admin = await panel.person('admin');
	await panel.db.installation.update({ where: { id: installationId }, data: { keepReleases: 2 } });
});

beforeEach(() => {
	storage.images = [];
	storage.buildCache = [];
	storage.free = { freeBytes: 50e9, totalBytes: 100e9 };
});

/** A service deployed `times` times; its images are there. */
async function deployed(times: number) {
	const first = await panel.project(admin);
	const { serviceId } = first;
	const releases = [await panel.deploy(first)];
	for (let nth = 1; nth < times; nth++) {
		const { deploymentId } = await requestDeployment(admin, { serviceId });
		releases.push(await panel.deploy({ serviceId, deploymentId }));
	}
	const own = { [labels.installation]: world().installation, [labels.service]: serviceId };
	const images = releases.map(({ image }) => ({
		...{ reference: image.reference, id: image.id, isDangling: false },
		...{ labels: own, bytes: 1000, isUsed: false }
	}));
	storage.images.push(...images);
	engine.builder.images.push(...images.map((image) => ({ ...image, exposedPort: null })));
	return { serviceId, releases };
}

test('keeps the last releases, the live one and one that is rolled back to; the rest can not be rolled back to any more', async () => {
	const { serviceId, releases } = await deployed(4);
	const [oldest, second, third, live] = releases;
	expect((await previewCleanUp(world(), { signal })).items.map(({ name }) => name)).toEqual([
		oldest?.image.reference,
		second?.image.reference
	]);
	const result = await cleanUp(world(), { reason: 'asked', signal });
	expect(result).toEqual({
		reason: 'asked',
		freedBytes: 2000,
		counts: { images: 2 },
		failures: 0
	});
	expect(engine.builder.images.map(({ reference }) => reference)).toEqual([
		third?.image.reference,
		live?.image.reference
	]);
	expect(await latestCleanUp(panel.db)).toMatchObject(result);
	await expect(
		rollback(admin, { serviceId, releaseId: second?.releaseId ?? '' })
	).rejects.toMatchObject({ code: 'release_pruned' });
	await rollback(admin, { serviceId, releaseId: third?.releaseId ?? '' });
});

test('an older release that a waiting deployment is based on stays', async () => {
	const { serviceId, releases } = await deployed(2);
	const [first] = releases;
	await rollback(admin, { serviceId, releaseId: first?.releaseId ?? '' });
	await panel.db.installation.update({ where: { id: installationId }, data: { keepReleases: 1 } });
	const { items } = await previewCleanUp(world(), { signal });
	await panel.db.installation.update({ where: { id: installationId }, data: { keepReleases: 2 } });
	expect(items).toEqual([]);
});

test('old logs go from the disk; those of live deployments stay', async () => {
	const { releases } = await deployed(2);
	const ids = await Promise.all(
		releases.map(async ({ releaseId: id }) => {
			const { deploymentId } = await panel.db.release.findUniqueOrThrow({ where: { id } });
			const path = world().paths.deploymentLog(deploymentId);
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, 'a line\n');
			await utimes(path, 0, 0);
			return path;
		})
	);
	const { items } = await previewCleanUp(world(), { signal });
	expect(items.filter(({ kind }) => kind === 'logs').map(({ name }) => name)).toEqual([ids[0]]);
	await cleanUp(world(), { reason: 'nightly', signal });
	const after = await previewCleanUp(world(), { signal });
	expect(after.items.filter(({ kind }) => kind === 'logs')).toEqual([]);
});

test('one thing that can not be removed does not keep the others; an engine that is away ends it', async () => {
	const own = { [labels.installation]: world().installation, [labels.service]: 'gone' };
	storage.images = ['sha256:a', 'sha256:b'].map((id) => ({
		...{ reference: id, id, isDangling: true, labels: own, bytes: 5, isUsed: false }
	}));
	const { remove } = engine.builder;
	const fail = (error: Error) => (reference: string) =>
		reference === 'sha256:a' ? Promise.reject(error) : remove(reference);
	try {
		engine.builder.remove = fail(new Error('stuck'));
		expect(await cleanUp(world(), { reason: 'asked', signal })).toMatchObject({
			freedBytes: 5,
			failures: 1
		});
		engine.builder.remove = fail(new AppError('docker_unreachable', 503, 'away'));
		await expect(cleanUp(world(), { reason: 'asked', signal })).rejects.toMatchObject({
			code: 'docker_unreachable'
		});
	} finally {
		engine.builder.remove = remove;
	}
});

test('by itself once a day, and when the disk is nearly full, but not again and again', async () => {
	expect(await dueCleanUp(world())).toBe(null);
	storage.free = { freeBytes: 5, totalBytes: 100 };
	expect(await dueCleanUp(world())).toBe(null);
	await panel.db.auditEvent.updateMany({
		where: { action: 'clean-up.finished' },
		data: { createdAt: new Date(Date.now() - 2 * 3_600_000) }
	});
	expect(await dueCleanUp(world())).toBe('disk-low');
	await askWhenDue(world());
	expect((await waiting()).at(-1)).toEqual({ task: 'clean-up', payload: { reason: 'disk-low' } });
});
