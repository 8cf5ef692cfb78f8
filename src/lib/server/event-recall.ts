import { newId } from './db/id.ts';
import type { HeardEvent } from './events.ts';

/** Some minutes of a busy installation. */
const mostKept = 1000;

/** What was heard lately, so that nobody who looked first and listens later misses what came between. */
export interface Recall {
	/** Where the stream stands: everything heard from now on comes after it. */
	mark(): string;
	/** What was heard after a mark; null: too long ago to tell, or another process's mark. */
	since(mark: string): HeardEvent[] | null;
}

export function createRecall(most = mostKept): Recall & { remember(event: HeardEvent): void } {
	const epoch = newId();
	let kept: HeardEvent[] = [];
	let count = 0;
	return {
		mark: () => `${epoch}-${count}`,
		since(mark) {
			const [, of, at] = /^(\w+)-(\d+)$/.exec(mark) ?? [];
			const missed = count - Number(at);
			if (of !== epoch || missed < 0 || missed > kept.length) return null;
			return missed === 0 ? [] : kept.slice(-missed);
		},
		remember(event) {
			count++;
			kept.push(event);
			// Cut now and then, not at each event.
			if (kept.length > most * 2) kept = kept.slice(-most);
		}
	};
}
