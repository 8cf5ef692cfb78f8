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
/** Asked for, went live, failed: bursts of one service that go on beside each other. */
const mostAbreast = 3;

const isAlike = (a: EventRow, b: EventRow) =>
	a.action === b.action &&
	a.actor === b.actor &&
	a.projectId === b.projectId &&
	a.serviceId === b.serviceId;

type Burst = [EventRow, ...EventRow[]];

const follows = (row: EventRow, burst: Burst) => {
	const last = burst.at(-1) ?? burst[0];
	return isAlike(last, row) && last.at.getTime() - row.at.getTime() <= pauseMs;
};

const isOfDeploying = (row: EventRow, serviceId: string | null) =>
	row.serviceId === serviceId && wordsOf(row.action).kind === 'deployments';

/** The burst that a row belongs to. A deployment is asked for and comes to its end: two bursts, not one each. */
function burstOf(row: EventRow, bursts: Burst[]): Burst | undefined {
	for (const burst of bursts.slice(-mostAbreast).reverse()) {
		if (follows(row, burst)) return burst;
		if (!isOfDeploying(row, row.serviceId) || !isOfDeploying(burst[0], row.serviceId)) return;
	}
	return undefined;
}

/** Puts together what the same one did to the same thing, one after the other, without a long pause. Pure. */
export function groupBursts(rows: EventRow[]): ActivityGroup[] {
	const bursts: Burst[] = [];
	for (const row of rows) {
		const burst = burstOf(row, bursts);
		if (burst) burst.push(row);
		else bursts.push([row]);
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
