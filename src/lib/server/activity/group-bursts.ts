import { wordsOf } from '#lib/rules/activity-words.ts';
import { toActivityEvent, type ActivityEvent } from './event-view.ts';
import type { EventRow } from './find-events.ts';

/** One line of the feed: what was done once, or again and again. */
export interface ActivityGroup {
	/** Of its newest event. */
	id: string;
	/** "saved variables 3 times"; of a single one, its own words. */
	words: string;
	/** Newest first, at least one. */
	events: [ActivityEvent, ...ActivityEvent[]];
}

/** What follows on another within this is one burst. */
const pauseMs = 30 * 60_000;

const isAlike = (a: EventRow, b: EventRow) =>
	a.action === b.action &&
	a.actor === b.actor &&
	a.projectId === b.projectId &&
	a.serviceId === b.serviceId;

/** Puts together what the same one did to the same thing, one after the other, without a long pause. Pure. */
export function groupBursts(rows: EventRow[]): ActivityGroup[] {
	const bursts: [EventRow, ...EventRow[]][] = [];
	for (const row of rows) {
		const burst = bursts.at(-1);
		const last = burst?.at(-1);
		if (burst && last && isAlike(last, row) && last.at.getTime() - row.at.getTime() <= pauseMs) {
			burst.push(row);
		} else bursts.push([row]);
	}
	return bursts.map(([first, ...others]) => {
		const newest = toActivityEvent(first);
		const words =
			others.length > 0
				? `${wordsOf(first.action).often} ${others.length + 1} times`
				: newest.words;
		return { id: first.id, words, events: [newest, ...others.map(toActivityEvent)] };
	});
}
