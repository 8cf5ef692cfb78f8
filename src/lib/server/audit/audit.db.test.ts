import { beforeAll, describe, expect, it } from 'vitest';
import { activityWords, wordsOf, type ActivityAction } from '#lib/rules/activity-words.ts';
import { toActivityEvent } from '../activity/event-view.ts';
import { findEvents } from '../activity/find-events.ts';
import { operations } from '../auth/matrix.ts';
import { changes } from '../auth/unscoped.ts';
import { makeBelongings } from '../testing/belongings.ts';
import { testWorld } from '../testing/world.ts';
import { traces, type Scene } from './traces.ts';
import { unscopedTraces } from './unscoped-traces.ts';

const world = testWorld();

/** Bookkeeping of limits, and the audit itself. */
const besides = ['audit_event', 'rate_limit', '_prisma_migrations'];

/** Something that is another after any change of what is stored or queued: no row is read for it. */
async function fingerprint(): Promise<string> {
	const tables = await world.db.$queryRaw<{ name: string }[]>`
		select format('%I.%I', schemaname, tablename) as name from pg_tables
		where schemaname = 'public' and not tablename = any(${besides})
			or tablename = '_private_jobs' order by 1`;
	const sums = tables.map(
		({ name }) => `select '${name}', count(*)::int, max(xmin::text::bigint)::text from ${name}`
	);
	return JSON.stringify(await world.db.$queryRawUnsafe(sums.join(' union all ')));
}

async function sceneOf(role: 'user' | 'admin'): Promise<Scene> {
	const ctx = await world.person(role);
	return { world, ctx, ids: await makeBelongings(world, ctx) };
}

async function play(scene: Scene, call: () => Promise<unknown>) {
	const before = await fingerprint();
	const known = await world.db.auditEvent.count();
	await call();
	const isChanged = (await fingerprint()) !== before;
	const everything = await world.person('admin');
	const limit = (await world.db.auditEvent.count()) - known;
	const events = limit > 0 ? await findEvents(everything, { limit }) : [];
	return { ...scene, events, isChanged };
}

type Played = Awaited<ReturnType<typeof play>>;

/** Who, where from, what about, in words that stay when it is gone. */
function expectWhole({ ctx, ids, events }: Played): void {
	for (const row of events) {
		const { leads } = wordsOf(row.action);
		const { words } = toActivityEvent(row);
		expect(words, row.action).not.toMatch(/undefined|null|NaN| $| {2}/);
		expect(row.subject, row.action).not.toBe('');
		expect(row.address, row.action).toBe(ctx.actor.address);
		const isOfInstallation = typeof leads === 'object' && 'path' in leads;
		if (!isOfInstallation) expect(row.projectId, row.action).not.toBeNull();
		if (row.serviceId !== null) expect(row.detail, row.action).toHaveProperty('service');
		if (row.serviceId === ids.serviceId) expect(row.projectId).toBe(ids.projectId);
	}
}

const actionsOf = ({ events }: Played) => events.map(({ action }) => action).sort();
/** They change nothing, and are told all the same. */
const looks = ['revealRevision', 'testChannel'];
const changing = Object.keys(operations).filter((name) => name in traces);
const reading = Object.keys(operations).filter((name) => !(name in traces));

it.each(changing)('%s tells the activity what it changes', async (name) => {
	const scene = await sceneOf('user');
	const { leaves = [], set } = traces[name] ?? {};
	const call = (await set?.(scene)) ?? (async () => operations[name]?.run(scene.ctx, scene.ids));
	const played = await play(scene, call);
	expect(actionsOf(played)).toEqual([...leaves].sort());
	expect(played.isChanged).toBe(!looks.includes(name));
	expect(played.events.map(({ actor }) => actor)).toEqual(leaves.map(() => scene.ctx.actor.email));
	expectWhole(played);
});

describe('what tells the activity nothing', () => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await sceneOf('user');
	});

	it.each(reading)('%s changes nothing', async (name) => {
		// Some ask a worker, which is not there: they, too, leave everything as it was.
		const run = async () => operations[name]?.run(scene.ctx, scene.ids).catch(() => {});
		const played = await play(scene, run);
		expect(actionsOf(played)).toEqual([]);
		expect(played.isChanged).toBe(false);
	});
});

it.each(changes)('%s tells the activity what it changes, too', async (name) => {
	const scene = await sceneOf('admin');
	const { leaves, set } = unscopedTraces[name] ?? {};
	if (!leaves || !set) throw new Error(`unscoped-traces.ts does not know ${name}`);
	const played = await play(scene, await set(scene));
	expect(actionsOf(played)).toEqual([...leaves].sort());
	expect(played.isChanged).toBe(true);
	expectWhole(played);
});

/** Left by the worker, by a refusal, or by another course of an operation that is tried above. */
const besidesThose: ActivityAction[] = [
	...(['deployment.succeeded', 'deployment.failed', 'deployment.crashed'] as const),
	...(['clean-up.finished', 'session.refused', 'webhook.foreign-repository'] as const),
	...(['terminal.opened', 'terminal.closed', 'shared-variables.undone'] as const),
	...(['guest.added', 'maintenance.reworded', 'settings.thresholds-changed'] as const)
];

it('whatever the activity has words for is left by one of them', () => {
	const left = [traces, unscopedTraces].flatMap((table) =>
		Object.values(table).flatMap(({ leaves }) => leaves)
	);
	const untried = Object.keys(activityWords).filter(
		(action) => ![...left, ...besidesThose].includes(action as ActivityAction)
	);
	expect(untried).toEqual([]);
});
