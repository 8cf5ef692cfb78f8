import { beforeEach, expect, it } from 'vitest';
import { testWorld } from '../testing/world.ts';
import { trimDeliveries } from './trim-deliveries.ts';

const world = testWorld();
const hour = 3_600_000;

async function serviceWith(deliveries: { id: string; hoursAgo: number; bytes?: number }[]) {
	const { serviceId } = await world.project(await world.person('user'));
	await world.db.webhookDelivery.createMany({
		data: deliveries.map(({ id, hoursAgo, bytes = 40 }) => ({
			...{ id, serviceId, event: 'push', decision: 'ignored' as const, reason: 'x' },
			receivedAt: new Date(Date.now() - hoursAgo * hour),
			headers: { 'X-GitHub-Event': 'push' },
			payload: new Uint8Array(bytes),
			payloadBytes: 100
		}))
	});
	return serviceId;
}

const kept = async (serviceId: string) => {
	const rows = await world.db.webhookDelivery.findMany({
		where: { serviceId },
		orderBy: { receivedAt: 'desc' }
	});
	return rows.map(({ id, payload, headers }) => (payload && headers ? id : `${id} (bare)`));
};

const abc = ['a', 'b', 'c'].map((id, index) => ({ id, hoursAgo: index }));

beforeEach(() => world.db.webhookDelivery.deleteMany());

it('keeps the payloads of the newest deliveries of each service, and the rows of the others', async () => {
	const one = await serviceWith(abc);
	const other = await serviceWith(abc);
	expect(await trimDeliveries(world.db, { payloads: 2 })).toEqual({ rows: 0, payloads: 2 });
	expect(await kept(one)).toEqual(['a', 'b', 'c (bare)']);
	expect(await kept(other)).toEqual(['a', 'b', 'c (bare)']);
	expect(await trimDeliveries(world.db, { payloads: 2 })).toEqual({ rows: 0, payloads: 0 });
});

it('keeps no payload for longer than its days', async () => {
	const service = await serviceWith([
		{ id: 'young', hoursAgo: 29 * 24 },
		{ id: 'old', hoursAgo: 31 * 24 }
	]);
	await trimDeliveries(world.db);
	expect(await kept(service)).toEqual(['young', 'old (bare)']);
});

it('keeps payloads of all services together within a budget, the newest first', async () => {
	const big = 3000;
	const one = await serviceWith([
		{ id: 'first', hoursAgo: 1, bytes: big },
		{ id: 'third', hoursAgo: 3, bytes: big }
	]);
	const other = await serviceWith([{ id: 'second', hoursAgo: 2, bytes: big }]);
	await trimDeliveries(world.db, { payloadBytes: 2 * big });
	expect(await kept(one)).toEqual(['first', 'third (bare)']);
	expect(await kept(other)).toEqual(['second']);
});

it('keeps so many rows of a service and no more', async () => {
	const one = await serviceWith(abc);
	const other = await serviceWith(abc.slice(0, 1));
	expect(await trimDeliveries(world.db, { rows: 2 })).toEqual({ rows: 1, payloads: 0 });
	expect(await kept(one)).toEqual(['a', 'b']);
	expect(await kept(other)).toEqual(['a']);
});
