import { exposition } from '#lib/rules/metrics/exposition.ts';
import type { Db } from '../db/client.ts';
import { version } from '../health/version.ts';
import type { Live } from '../live/port.ts';
import { families } from './families.ts';

const askedMs = 2_000;

/** All numbers of this moment as Prometheus reads them. A worker that is away leaves its own out. */
export async function scrape({ db, live }: { db: Db; live: Live }): Promise<string> {
	const [usage, services, underWay] = await Promise.all([
		live.usage({ signal: AbortSignal.timeout(askedMs) }).catch(() => null),
		db.$queryRaw<{ id: string; name: string; project: string; state: string }[]>`
			select s.id, s.name, p.name as project, s.state::text as state
			from service s join project p on p.id = s.project_id
			where s.deleted_at is null and p.deleted_at is null
			order by s.name`,
		db.deployment.groupBy({
			by: ['state'],
			where: { state: { in: ['queued', 'running'] } },
			_count: true
		})
	]);
	const count = (state: string) => underWay.find((row) => row.state === state)?._count ?? 0;
	const deployments = { queued: count('queued'), running: count('running') };
	return exposition(families({ version, usage, services, deployments }));
}
