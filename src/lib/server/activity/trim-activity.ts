import type { Db } from '../db/client.ts';

/** How much of what was done is kept. */
interface ActivityLimits {
	days: number;
	/** Newest events of the installation. */
	rows: number;
}

/** Said in docs/activity.md and on the page. */
const usual: ActivityLimits = { days: 400, rows: 200_000 };

/** Drops what is over the limits, oldest first. Answers how many events went. */
export async function trimActivity(db: Db, limits: Partial<ActivityLimits> = {}): Promise<number> {
	const { days, rows } = { ...usual, ...limits };
	// Two statements, each by its index: events of one moment are apart by their ids.
	const old = await db.$executeRaw`
		delete from audit_event
		where created_at < (now() at time zone 'utc') - make_interval(days => ${days}::int)`;
	const over = await db.$executeRaw`
		delete from audit_event where (created_at, id) <= (
			select created_at, id from audit_event
			order by created_at desc, id desc offset ${rows} limit 1)`;
	return old + over;
}
