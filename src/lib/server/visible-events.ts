import { liveNames, type LiveName } from '#lib/rules/live-names.ts';
import type { Context } from './context.ts';
import type { Events, HeardEvent } from './events.ts';
import { AppError } from './errors.ts';
import { findProject } from './projects/find-project.ts';
import type { SseChannel } from './sse.ts';

/** Says which projects the actor may see; what was answered once is remembered. */
function visibility(context: Context): (projectId: string) => Promise<boolean> {
	const known = new Map<string, boolean>();
	return async (projectId) => {
		// An admin sees all, also the end of a project that is gone by now.
		if (context.actor.role === 'admin') return true;
		const before = known.get(projectId);
		if (before !== undefined) return before;
		const visible = await findProject(context, { projectId, permission: 'projects:see' }).then(
			() => true,
			(error: unknown) => {
				if (error instanceof AppError) return false;
				throw error;
			}
		);
		known.set(projectId, visible);
		return visible;
	};
}

interface Watched {
	context: Context;
	events: Events;
	/** Mark of when the page was read: what came since is told first. */
	after: string | null;
}

/**
 * Tells a browser what changed, as names only and only of what its person may see. Changes that come
 * faster than they are taken are told together; each message has the mark to go on from.
 */
export async function sendVisibleEvents(
	{ send, signal }: SseChannel,
	{ context, events, after }: Watched
): Promise<void> {
	const maySee = visibility(context);
	const { role, userId } = context.actor;
	const isSeen = (event: Exclude<HeardEvent, { kind: 'cancel' | 'resync' }>) => {
		if (event.kind === 'installation') return role === 'admin';
		if (event.kind === 'activity' && event.userId !== null && event.userId === userId) return true;
		return event.projectId === null ? role === 'admin' : maySee(event.projectId);
	};
	const missed = after === null ? null : events.since(after);
	let heard: HeardEvent[] = missed ?? [{ kind: 'resync' }];
	let wake = () => {};
	const unsubscribe = events.subscribe((event) => {
		heard.push(event);
		wake();
	});
	signal.addEventListener('abort', () => wake());
	try {
		while (!signal.aborted) {
			if (heard.length === 0) await new Promise<void>((resolve) => (wake = resolve));
			const batch = heard;
			heard = [];
			const id = events.mark();
			const names = new Set<LiveName>();
			for (const event of batch) {
				if (event.kind === 'resync') await send({ id, event: 'resync', text: '' });
				else if (event.kind !== 'cancel' && (await isSeen(event)))
					for (const name of liveNames(event)) names.add(name);
			}
			if (names.size > 0) await send({ id, text: [...names].join(' ') });
		}
	} finally {
		unsubscribe();
	}
}
