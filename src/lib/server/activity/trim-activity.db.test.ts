import { beforeEach, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { testWorld } from '../testing/world.ts';
import { trimActivity } from './trim-activity.ts';

const world = testWorld();
const day = 86_400_000;

const happened = (...daysAgo: number[]) =>
	world.db.auditEvent.createMany({
		data: daysAgo.map((days) => ({
			...{ id: newId(), action: 'session.created', subject: String(days) },
			createdAt: new Date(Date.now() - days * day)
		}))
	});

const kept = async () => {
	const rows = await world.db.auditEvent.findMany({ orderBy: { createdAt: 'desc' } });
	return rows.map(({ subject }) => Number(subject));
};

beforeEach(() => world.db.auditEvent.deleteMany());

it('keeps more than a year of it', async () => {
	await happened(1, 399, 401, 900);
	expect(await trimActivity(world.db)).toBe(2);
	expect(await kept()).toEqual([1, 399]);
	expect(await trimActivity(world.db)).toBe(0);
});

it('keeps the newest, where a lot was done', async () => {
	await happened(1, 2, 3, 4);
	expect(await trimActivity(world.db, { rows: 3 })).toBe(1);
	expect(await kept()).toEqual([1, 2, 3]);
	expect(await trimActivity(world.db, { rows: 3 })).toBe(0);
});
