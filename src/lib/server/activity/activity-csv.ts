import type { Context } from '../context.ts';
import { cutPage } from '../db/keyset.ts';
import { csvLine } from '../http/csv.ts';
import { toActivityEvent } from './event-view.ts';
import { findEvents, type EventRow, type WantedEvents } from './find-events.ts';

const pageRows = 500;

function line(row: EventRow): string {
	const { at, actor, words, project, service } = toActivityEvent(row);
	return csvLine([
		...[at.toISOString(), actor, row.action, words],
		...[project?.name ?? '', service?.name ?? '', row.address ?? '']
	]);
}

/** The same as the page shows, all of it, newest first, read only as fast as it is taken. */
export function activityCsv(
	ctx: Context,
	wanted: Omit<WantedEvents, 'limit' | 'before'>
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let before: string | null | undefined;
	return new ReadableStream({
		start(controller) {
			const head = csvLine(['time', 'who', 'action', 'what', 'project', 'service', 'address']);
			controller.enqueue(encoder.encode(head));
		},
		async pull(controller) {
			const rows = await findEvents(ctx, {
				...wanted,
				...(before && { before }),
				limit: pageRows + 1
			});
			const place = ({ at, id }: EventRow) => ({ at, id });
			const { page, next } = cutPage(rows, { limit: pageRows, place });
			before = next;
			if (page.length > 0) controller.enqueue(encoder.encode(page.map(line).join('')));
			if (next === null) controller.close();
		}
	});
}
