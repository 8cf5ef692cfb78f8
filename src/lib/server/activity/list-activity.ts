import type { Context } from '../context.ts';
import { cutPage } from '../db/keyset.ts';
import { findEvents, type EventRow, type WantedEvents } from './find-events.ts';
import { groupBursts, type ActivityGroup } from './group-bursts.ts';

export interface ActivityPage {
	/** Newest first. */
	groups: ActivityGroup[];
	/** For the input `before` of the next page; null on the last. */
	next: string | null;
}

type Wanted = Omit<WantedEvents, 'limit'> & { limit?: number };

/** Who did what, within what the actor may see: of a project, or of all. Errors: invalid_input (422). */
export async function listActivity(ctx: Context, wanted: Wanted): Promise<ActivityPage> {
	const limit = wanted.limit ?? 60;
	const rows = await findEvents(ctx, { ...wanted, limit: limit + 1 });
	const place = ({ at, id }: EventRow) => ({ at, id });
	const { page, next } = cutPage(rows, { limit, place });
	return { groups: groupBursts(page), next };
}
