import type { Measure } from '#lib/rules/metrics/thresholds.ts';
import type { Occasion } from '#lib/schemas/occasion.ts';
import type { Db } from '#lib/server/db/client.ts';
import type { Place, Told, ToldDeployment } from './message.ts';

/** What an occasion is about, as it is known now; null: it was deleted meanwhile, and nobody asks any more. */
export async function loadTold(db: Db, occasion: Occasion): Promise<Told | null> {
	switch (occasion.kind) {
		case 'disk-low':
			return occasion;
		case 'threshold':
			return loadAlarm(db, occasion);
		case 'crash-loop':
		case 'certificate-trouble': {
			const { serviceId, ...rest } = occasion;
			const place = await loadPlace(db, serviceId);
			return place && { ...rest, place };
		}
		default:
			return loadDeployment(db, occasion);
	}
}

async function loadAlarm(
	db: Db,
	{ alarmId, isOver }: { alarmId: string; isOver: boolean }
): Promise<Told | null> {
	const row = await db.alarm.findUnique({ where: { id: alarmId } });
	if (!row) return null;
	const { serviceId, measure, limit, minutes, value, endValue, raisedAt, endedAt } = row;
	const place = serviceId === null ? null : await loadPlace(db, serviceId);
	if (serviceId !== null && !place) return null;
	return {
		...{ kind: 'threshold', place, measure: measure as Measure, limit, minutes, isOver },
		value: isOver ? endValue : value,
		lastedMs: endedAt ? endedAt.getTime() - raisedAt.getTime() : null
	};
}

async function loadPlace(db: Db, serviceId: string): Promise<Place | null> {
	const row = await db.service.findFirst({
		where: { id: serviceId, deletedAt: null },
		select: { id: true, name: true, project: { select: { id: true, name: true } } }
	});
	return row && { project: row.project, service: { id: row.id, name: row.name } };
}

async function loadDeployment(
	db: Db,
	{
		kind,
		deploymentId
	}: { kind: 'deployment-succeeded' | 'deployment-failed'; deploymentId: string }
): Promise<Told | null> {
	const row = await db.deployment.findFirst({
		where: { id: deploymentId, service: { deletedAt: null } },
		include: {
			actor: { select: { email: true } },
			baseRelease: { select: { deployment: { select: { number: true } } } },
			service: { select: { id: true, name: true, project: { select: { id: true, name: true } } } }
		}
	});
	if (!row) return null;
	const { actor, baseRelease, service, startedAt, completedAt } = row;
	const { id, number, trigger, branch, commitSha, commitMessage, commitAuthor } = row;
	const { errorStep, errorMessage, errorHint } = row;
	const deployment: ToldDeployment = {
		...{ id, number, trigger, branch, commitSha, commitMessage, commitAuthor },
		...{ errorStep, errorMessage, errorHint },
		askedBy: actor?.email ?? null,
		basedOn: baseRelease?.deployment.number ?? null,
		seconds: startedAt && completedAt ? (completedAt.getTime() - startedAt.getTime()) / 1000 : null
	};
	const place = { project: service.project, service: { id: service.id, name: service.name } };
	return { kind, place, deployment };
}
