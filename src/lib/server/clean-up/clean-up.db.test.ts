import { expect, test } from 'vitest';
import type { CleanUpPreview } from '#lib/rules/clean-up.ts';
import { defaultLimits } from '#lib/rules/clean-up.ts';
import { changeCleanUpInput } from '#lib/schemas/clean-up.ts';
import { fakeLive, testWorld } from '../testing/world.ts';
import { changeCleanUp } from './change-clean-up.ts';
import { getCleanUp } from './get-clean-up.ts';
import { requestCleanUp } from './request-clean-up.ts';
import { recordCleanUp } from './results.ts';

const world = testWorld();
const change = (fields: object) => changeCleanUpInput.parse(fields);
const preview: CleanUpPreview = { items: [], disk: null, isDiskLow: false, cacheBytes: 7 };
const live = fakeLive({ cleanUp: () => Promise.resolve(preview) });

test('only an admin may look, ask and change', async () => {
	const user = await world.person('user', live);
	const refused = { code: 'not_allowed', status: 403 };
	await expect(getCleanUp(user)).rejects.toMatchObject(refused);
	await expect(requestCleanUp(user)).rejects.toMatchObject(refused);
	await expect(changeCleanUp(user, change({ logDays: '5' }))).rejects.toMatchObject(refused);
});

test('what is chosen holds, empty is the default again, what is left out stays', async () => {
	const admin = await world.person('admin', live);
	expect((await getCleanUp(admin)).limits).toEqual(defaultLimits);
	await changeCleanUp(admin, change({ keepReleases: '3', buildCacheGigabytes: '0' }));
	await changeCleanUp(admin, change({ logDays: 7 }));
	const { limits, chosen } = await getCleanUp(admin);
	expect(limits).toEqual({ keepReleases: 3, buildCacheBytes: 0, logDays: 7 });
	expect(chosen).toEqual({ keepReleases: 3, buildCacheGigabytes: 0, logDays: 7 });
	await changeCleanUp(admin, change({ keepReleases: '', buildCacheGigabytes: '', logDays: null }));
	expect((await getCleanUp(admin)).limits).toEqual(defaultLimits);
});

test.for(['abc', '0', '1.5', '-1', '101', true])(
	'%o releases are refused in words',
	(keepReleases) => {
		const { error } = changeCleanUpInput.safeParse({ keepReleases });
		expect(error?.issues).toMatchObject([
			{ path: ['keepReleases'], message: 'Keep from 1 to 100 releases.' }
		]);
	}
);

test.for([{ keepReleases: 0 }, { keepReleases: 1.5 }, { buildCacheGigabytes: -1 }, { days: 1 }])(
	'%o is refused',
	(fields) => {
		expect(changeCleanUpInput.safeParse(fields).success).toBe(false);
	}
);

test('shows what would go, that one was asked for, and what the last one did', async () => {
	const admin = await world.person('admin', live);
	expect(await getCleanUp(admin)).toMatchObject({ preview, isRunning: false, latest: null });
	await requestCleanUp(admin);
	await requestCleanUp(admin);
	const jobs = await world.db.$queryRaw<unknown[]>`
		select 1 from graphile_worker.jobs where task_identifier = 'clean-up'`;
	expect(jobs).toHaveLength(1);
	const result = { reason: 'asked' as const, freedBytes: 9, counts: { images: 2 }, failures: 0 };
	await recordCleanUp(world.db, result);
	expect(await getCleanUp(admin)).toMatchObject({ isRunning: true, latest: result });
});

test('without a worker it says why nothing can be told, and shows the rest', async () => {
	const admin = await world.person('admin');
	expect(await getCleanUp(admin)).toMatchObject({
		preview: null,
		problem: { message: 'The worker does not answer.' },
		limits: defaultLimits
	});
});
