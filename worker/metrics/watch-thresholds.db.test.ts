import { beforeEach, expect, it } from 'vitest';
import { machineSeries } from '#lib/rules/data-dir.ts';
import { fieldsOf, type SeriesKind, type Values } from '#lib/rules/metrics/series.ts';
import { occasion } from '#lib/schemas/occasion.ts';
import { createChannel } from '#lib/server/notifications/create-channel.ts';
import { changeThresholds } from '#lib/server/metrics/change-thresholds.ts';
import { getThresholds } from '#lib/server/metrics/get-thresholds.ts';
import { loadTold } from '../notifications/load-told.ts';
import { toMessage } from '../notifications/message.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { Rings } from './rings.ts';
import { watchThresholds } from './watch-thresholds.ts';

const { panel, world } = workerWorld();
/** Half an hour before its ring begins anew. */
const start = 1_800_000_000 - (1_800_000_000 % 7_200) + 5_400;
const since = (start - 86_400) * 1000;

beforeEach(async () => {
	await panel.db.alarm.deleteMany();
	await panel.db.channel.deleteMany();
});

/** Writes the same for so many minutes up to `until`. */
async function fill<Kind extends SeriesKind>(
	id: string,
	kind: Kind,
	{ from, until, values }: { from: number; until: number; values: Partial<Values<Kind>> }
) {
	const rings = new Rings(world().paths);
	const nothing = Object.fromEntries(fieldsOf(kind).map(([field]) => [field, 0]));
	for (let at = from; at < until; at += 10) {
		await rings.write(id, kind, { at, values: { ...nothing, ...values } as Values<Kind> });
	}
	await rings.close();
}

const look = (seconds: number) => watchThresholds(world(), { now: seconds * 1000, since });

async function liveService() {
	const owner = await panel.person('user');
	const made = await panel.project(owner);
	await panel.deploy(made);
	await createChannel(owner, {
		projectId: made.projectId,
		channel: {
			...{ kind: 'slack', name: 'team', url: 'https://hooks.example.com/x', isPaused: false },
			occasions: ['threshold']
		}
	});
	const told = async () => {
		const rows = await panel.db.notification.findMany({
			where: { channel: { projectId: made.projectId } },
			orderBy: { createdAt: 'asc' }
		});
		const about = await Promise.all(
			rows.map((row) => loadTold(panel.db, occasion.parse(row.occasion)))
		);
		return about.map((each) => each && toMessage(each, 'https://gantry.example.com'));
	};
	return { ...made, owner, told };
}

it('tells once that memory is short, and once that it is well again', async () => {
	const { serviceId, owner, told } = await liveService();
	const minute = 60;
	const full = { fullest: 0.97, containers: 1 };
	await fill(serviceId, 'service', { from: start, until: start + 11 * minute, values: full });
	await look(start + 11 * minute);
	await look(start + 11 * minute);
	expect((await told()).map((each) => each?.title)).toEqual([
		expect.stringMatching(/^p\w+: memory above 90 %$/)
	]);
	const view = await getThresholds(owner, { serviceId });
	expect(view.alarms).toMatchObject([
		{ measure: 'memory', value: expect.closeTo(97, 3), endedAt: null }
	]);
	const well = { from: start + 11 * minute, until: start + 35 * minute, values: { fullest: 0.4 } };
	await fill(serviceId, 'service', well);
	await look(start + 35 * minute);
	const [, over] = await told();
	expect(over).toMatchObject({
		tone: 'good',
		text: 'It is below its threshold of 90 %: now 40 %. It was passed for 24 min.',
		link: { url: `https://gantry.example.com/services/${serviceId}/metrics` }
	});
});

it('raises the errors of an app that is visited, as its owner chose', async () => {
	const { serviceId, owner, told } = await liveService();
	const minutes = { from: start, until: start + 600, values: { status2: 4, status5: 1 } };
	await fill(serviceId, 'requests', minutes);
	await changeThresholds(owner, { serviceId, chosen: { errors: { limit: 30, minutes: 5 } } });
	await look(start + 600);
	expect(await told()).toEqual([]);
	await changeThresholds(owner, { serviceId, chosen: { errors: { limit: 10, minutes: 5 } } });
	await look(start + 600);
	expect((await told())[0]?.text).toBe('20 % over the last 5 minutes; the threshold is 10 %.');
	// Nobody visits it any more.
	await look(start + 1_200);
	expect(await panel.db.alarm.count({ where: { endedAt: null } })).toBe(0);
});

it('says nothing of what is switched off', async () => {
	const { serviceId, owner, told } = await liveService();
	const full = { from: start, until: start + 700, values: { fullest: 0.99 } };
	await fill(serviceId, 'service', full);
	await look(start + 700);
	await changeThresholds(owner, { serviceId, chosen: { memory: null } });
	await look(start + 700);
	expect(await told()).toHaveLength(1);
	expect(await panel.db.alarm.count({ where: { serviceId, endedAt: null } })).toBe(0);
});

it('watches the server for admins, across the end of its ring', async () => {
	const admin = await panel.person('admin');
	const disk = { diskBytes: 95, diskLimitBytes: 100, cpuLimitMillis: 4000 };
	const times = { from: start + 1_500, until: start + 2_400 };
	await fill(machineSeries, 'machine', { ...times, values: disk });
	await look(times.until);
	const view = await getThresholds(admin, { serviceId: null });
	expect(view.alarms).toMatchObject([{ measure: 'disk', value: expect.closeTo(95, 3) }]);
	const other = await panel.person('user');
	await expect(getThresholds(other, { serviceId: null })).rejects.toMatchObject({ status: 403 });
	await expect(
		changeThresholds(other, { serviceId: null, chosen: { disk: null } })
	).rejects.toMatchObject({ status: 403 });
	await changeThresholds(admin, { serviceId: null, chosen: { disk: { limit: 99, minutes: 5 } } });
	await look(times.until);
	expect(await panel.db.alarm.count({ where: { serviceId: null, endedAt: null } })).toBe(0);
});

it('takes nothing for well because no worker was there to measure', async () => {
	const { serviceId } = await liveService();
	const full = { from: start, until: start + 700, values: { fullest: 0.99 } };
	await fill(serviceId, 'service', full);
	await look(start + 700);
	const later = (start + 5_000) * 1000;
	await watchThresholds(world(), { now: later, since: later - 60_000 });
	expect(await panel.db.alarm.count({ where: { serviceId, endedAt: null } })).toBe(1);
	await watchThresholds(world(), { now: later, since });
	expect(await panel.db.alarm.count({ where: { serviceId, endedAt: null } })).toBe(0);
});
