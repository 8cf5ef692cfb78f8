import type { Container } from '#engine/runtime/port.ts';
import { labels, objectNames } from '#engine/spec.ts';
import { frozenSettings } from '#lib/schemas/frozen-settings.ts';
import { announce, within } from '#lib/server/notifications/announce.ts';
import { notify } from '#lib/server/notify.ts';
import type { Prisma } from '#prisma/client/client.ts';
import type { World } from '../world.ts';
import { CrashMemory } from './crash-loop.ts';
import { crashReason, type Judged } from './crash-words.ts';
import { noteWorkers } from './crashing-workers.ts';
import { isWorker } from './plan-workers.ts';

const select = {
	id: true,
	projectId: true,
	state: true,
	crashReason: true,
	liveReleaseId: true,
	liveRelease: { select: { deploymentId: true, createdAt: true, settings: true } }
} satisfies Prisma.ServiceSelect;

type Row = Prisma.ServiceGetPayload<{ select: typeof select }>;

/**
 * Says of services, and of their workers, whether they end again and again. Docker starts them again, each time after a longer
 * pause of up to a minute; names keep pointing at them, and nothing is rolled back any more: within the
 * time that a new release is watched, recover-service.ts decides.
 */
export class CrashWatch {
	readonly #memory = new CrashMemory();

	/** Answers whether any of them has not been up for long enough to be called well. */
	async look(world: World, containers: Container[]): Promise<boolean> {
		const { db } = world;
		this.#memory.keep(new Set(containers.map(({ id }) => id)));
		const rows = await db.service.findMany({
			where: {
				state: { in: ['live', 'crashing'] },
				deletedAt: null,
				deployments: { none: { state: 'running' } }
			},
			select
		});
		const now = Date.now();
		let anyUnwell = false;
		for (const row of rows) {
			const judge = (container: Container): Judged => {
				const verdict = this.#memory.judge(container, now);
				anyUnwell ||= verdict.state !== 'well';
				return { container, verdict };
			};
			const judged = webOf(row, containers).map(judge);
			const worst = judged.find(({ verdict }) => verdict.state === 'crashing');
			if (worst && !isWatched(row, now)) await markCrashing(world, row, worst);
			const isWell = judged.length > 0 && judged.every(({ verdict }) => verdict.state === 'well');
			if (isWell && row.state === 'crashing') await markWell(world, row);
			const workers = containers.filter(
				(one) => isWorker(one) && one.labels[labels.service] === row.id
			);
			const changed = await noteWorkers(world, {
				service: row.id,
				judged: workers.map(judge),
				memoryBytes: memoryOf(row)
			});
			if (changed) await tell(world, row);
		}
		return anyUnwell;
	}
}

function webOf({ id, liveRelease }: Row, containers: Container[]): Container[] {
	if (!liveRelease) return [];
	const prefix = objectNames.containers(id, liveRelease.deploymentId);
	return containers.filter(
		({ name, labels: on }) => name.startsWith(prefix) && on[labels.process] === undefined
	);
}

function isWatched({ liveRelease }: Row, now: number): boolean {
	if (!liveRelease) return false;
	const { watchSeconds } = frozenSettings.parse(liveRelease.settings).run;
	return now - liveRelease.createdAt.getTime() < watchSeconds * 1000;
}

async function markCrashing(world: World, row: Row, judged: Judged): Promise<void> {
	const { container } = judged;
	const reason = crashReason(judged, memoryOf(row));
	// The code is known only between two runs; a reason without it takes none away.
	if (row.state === 'crashing' && (container.exitCode === null || row.crashReason === reason))
		return;
	const isNews = await world.db.$transaction(async (tx) => {
		const { count } = await tx.service.updateMany({
			where: { id: row.id, state: row.state, liveReleaseId: row.liveReleaseId },
			data: { state: 'crashing', crashReason: reason }
		});
		if (count === 0 || row.state === 'crashing') return false;
		await announce(tx, {
			occasion: { kind: 'crash-loop', serviceId: row.id, reason },
			occasionId: `crash-loop:${row.liveReleaseId}:${within(1)}`,
			projectId: row.projectId
		});
		return true;
	});
	if (!isNews) return;
	await world.note(
		row.id,
		container.name,
		'The app ends again and again: it is started again after growing pauses of up to 1 min'
	);
	await tell(world, row);
}

/** Bytes that one container of the live release may use. */
const memoryOf = ({ liveRelease }: Row) =>
	liveRelease ? frozenSettings.parse(liveRelease.settings).run.memoryBytes : 0;

async function markWell(world: World, row: Row): Promise<void> {
	const { count } = await world.db.service.updateMany({
		where: { id: row.id, state: 'crashing', liveReleaseId: row.liveReleaseId },
		data: { state: 'live', crashReason: null }
	});
	if (count === 0) return;
	if (row.liveRelease) {
		const container = objectNames.container(row.id, row.liveRelease.deploymentId);
		await world.note(row.id, container, 'The app stays up again');
	}
	await tell(world, row);
}

async function tell({ db }: World, { id, projectId }: Row): Promise<void> {
	await notify(db, { kind: 'service', projectId, serviceId: id });
}
