import { afterAll, beforeAll } from 'vitest';
import { memoryGovernor } from '#engine/build/governor/memory-governor.ts';
import { memoryProber } from '#engine/health/memory-prober.ts';
import { FakeNames } from '#engine/names/fake.ts';
import { FakeProxy } from '#engine/proxy/fake.ts';
import { memoryRuntime } from '#engine/runtime/memory-runtime.ts';
import { memorySites } from '#engine/sites/memory-sites.ts';
import { memoryStorage } from '#engine/storage/memory-storage.ts';
import { memoryMeter } from '#engine/usage/memory-meter.ts';
import { memoryTerminals } from '#engine/terminal/memory-terminals.ts';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { connectEvents, type Events } from '#lib/server/events.ts';
import { installationId } from '#lib/server/installation/ensure-installation.ts';
import { queue } from '#lib/server/queue.ts';
import { testWorld } from '#lib/server/testing/world.ts';
import { UnderWay } from '../deployments/under-way.ts';
import type { World } from '../world.ts';
import { memoryBuilder } from './memory-builder.ts';
import { memoryCheckout } from './memory-checkout.ts';

/** A worker's world with a real database and everything else in memory. */
export function workerWorld() {
	const panel = testWorld();
	const names = new FakeNames();
	const engine = {
		checkout: memoryCheckout(),
		builder: memoryBuilder(),
		runtime: memoryRuntime(),
		prober: memoryProber(),
		names,
		proxy: new FakeProxy(names),
		sites: memorySites()
	};
	const storage = memoryStorage();
	const meter = memoryMeter();
	const reports: string[] = [];
	const notes: string[] = [];
	const underWay = new UnderWay();
	let events: Events | null = null;
	let installation = '';
	beforeAll(async () => {
		const row = await panel.db.installation.findUniqueOrThrow({ where: { id: installationId } });
		installation = row.label;
		events = connectEvents(panel.url);
	});
	afterAll(() => events?.close());

	const world = (): World & { engine: typeof engine; storage: typeof storage } => {
		if (!events) throw new Error('workerWorld() is ready from beforeAll on');
		return {
			db: panel.db,
			events,
			queue,
			vault: panel.vault,
			engine,
			storage,
			meter,
			terminals: memoryTerminals(),
			governor: async () => memoryGovernor(),
			env: panel.env,
			paths: dataPaths(panel.dataDir),
			installation,
			underWay,
			report: (what) => `bug-${reports.push(what)}`,
			async note(_service, _source, text) {
				notes.push(text);
			}
		};
	};

	/** Jobs that wait, oldest first. */
	const waiting = async () => {
		const rows = await panel.db.$queryRaw<{ task: string; payload: Record<string, string> }[]>`
			select tasks.identifier as task, jobs.payload from graphile_worker._private_jobs jobs
			join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id order by jobs.id`;
		return rows;
	};

	return { panel, engine, storage, reports, notes, world, waiting };
}
