import { expect, test } from 'vitest';
import type { GantryEvent } from '#lib/schemas/events.ts';
import type { Context } from './context.ts';
import { createRecall } from './event-recall.ts';
import type { Events, EventListener } from './events.ts';
import { sendVisibleEvents } from './visible-events.ts';
import type { SseMessage } from './sse.ts';

function fakeEvents() {
	const listeners = new Set<EventListener>();
	const recall = createRecall();
	const events: Events = {
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close: () => Promise.resolve(),
		mark: recall.mark,
		since: recall.since
	};
	const tell: EventListener = (event) => {
		recall.remember(event);
		listeners.forEach((listener) => listener(event));
	};
	return { events, tell, listeners };
}

const contextOf = (role: 'admin' | 'user', visible: string[]) =>
	({
		actor: { kind: 'user', userId: 'u', email: 'u@x.test', role, address: null },
		db: {
			project: {
				findFirst: ({ where }: { where: { id: string } }) =>
					Promise.resolve(visible.includes(where.id) ? { id: where.id } : null)
			}
		}
	}) as unknown as Context;

async function sentOf(context: Context, told: GantryEvent[]): Promise<string[]> {
	const { events, tell, listeners } = fakeEvents();
	const stop = new AbortController();
	const sent: string[] = [];
	let last = () => {};
	const sentLast = new Promise<void>((resolve) => (last = resolve));
	const send = ({ event, text }: SseMessage) => {
		sent.push(event ?? text);
		if (event === 'resync') last();
		return Promise.resolve();
	};
	const running = sendVisibleEvents(
		{ send, signal: stop.signal },
		{ context, events, after: events.mark() }
	);
	for (const event of told) tell(event);
	await new Promise(setImmediate);
	tell({ kind: 'resync' });
	await sentLast;
	stop.abort();
	await running;
	expect(listeners.size).toBe(0);
	return sent;
}

const mine = 'aaaaaaaaaaaaaaaaaaaa';
const theirs = 'bbbbbbbbbbbbbbbbbbbb';
const project = (projectId: string): GantryEvent => ({ kind: 'project', projectId });
const activity = (projectId: string | null, userId: string | null): GantryEvent => ({
	...{ kind: 'activity', projectId, userId }
});

test('tells a person only of their own projects', async () => {
	const sent = await sentOf(contextOf('user', [mine]), [mine, theirs, mine].map(project));
	expect(sent.join(' ')).toContain(`project:${mine}`);
	expect(sent.join(' ')).not.toContain(theirs);
	expect(sent.at(-1)).toBe('resync');
});

test('tells an admin of all', async () => {
	const sent = await sentOf(contextOf('admin', []), [mine, theirs].map(project));
	expect(sent.join(' ')).toContain(mine);
	expect(sent.join(' ')).toContain(theirs);
});

test('tells of what was written down: in one’s projects, by oneself, and all of it to an admin', async () => {
	const heard = async (role: 'admin' | 'user', event: GantryEvent) =>
		(await sentOf(contextOf(role, [mine]), [event])).includes('activity');
	expect(await heard('user', activity(mine, 'other'))).toBe(true);
	expect(await heard('user', activity(null, 'u'))).toBe(true);
	expect(await heard('user', activity(theirs, 'u'))).toBe(true);
	expect(await heard('user', activity(theirs, 'other'))).toBe(false);
	expect(await heard('user', activity(null, null))).toBe(false);
	expect(await heard('admin', activity(null, null))).toBe(true);
	expect(await heard('admin', activity(theirs, 'other'))).toBe(true);
});

test('begins with what came since the page was read, and reads all again when that is not known', async () => {
	const { events, tell } = fakeEvents();
	const context = contextOf('user', [mine]);
	const firstAfter = async (after: string | null) => {
		const stop = new AbortController();
		const sent = Promise.withResolvers<SseMessage>();
		const send = (message: SseMessage) => Promise.resolve(sent.resolve(message));
		const running = sendVisibleEvents({ send, signal: stop.signal }, { context, events, after });
		const first = await sent.promise;
		stop.abort();
		await running;
		return first;
	};
	const mark = events.mark();
	tell({ kind: 'project', projectId: mine });
	const told = await firstAfter(mark);
	expect(told.text).toContain(`project:${mine}`);
	expect(events.since(String(told.id))).toEqual([]);
	expect(await firstAfter('another-1')).toMatchObject({ event: 'resync', id: events.mark() });
	expect(await firstAfter(null)).toMatchObject({ event: 'resync' });
});
