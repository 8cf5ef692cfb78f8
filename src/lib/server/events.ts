import pg from 'pg';
import { isFinalState } from '#lib/rules/deployment-state.ts';
import { eventChannel, gantryEvent, type GantryEvent } from '#lib/schemas/events.ts';
import type { DeploymentState } from '#prisma/client/enums.ts';
import type { Db } from './db/client.ts';
import { AppError } from './errors.ts';
import { createRecall, type Recall } from './event-recall.ts';

/** `resync`: events may have been missed (the database was away), so what is shown must be read again. */
export type HeardEvent = GantryEvent | { kind: 'resync' };
export type EventListener = (event: HeardEvent) => void;

export interface Events extends Recall {
	/** Hears every event from now on; call what it returns to stop. */
	subscribe(listener: EventListener): () => void;
	close(): Promise<void>;
}

const firstDelay = 100;
const longestDelay = 5000;

/**
 * The one connection of this process that hears NOTIFY on the channel `gantry`. It connects by
 * itself, again and again when the database goes away, and says `resync` each time it is back.
 */
export function connectEvents(databaseUrl: string): Events {
	const listeners = new Set<EventListener>();
	let client: pg.Client | null = null;
	let timer: NodeJS.Timeout | null = null;
	let delay = firstDelay;
	let closed = false;

	const recall = createRecall();
	const tell = (event: HeardEvent) => {
		recall.remember(event);
		for (const listener of [...listeners]) listener(event);
	};

	const connect = async () => {
		timer = null;
		const connection = new pg.Client({
			connectionString: databaseUrl,
			keepAlive: true,
			connectionTimeoutMillis: 10_000,
			application_name: 'gantry events'
		});
		let lost = false;
		const reconnect = () => {
			if (lost) return;
			lost = true;
			connection.end().catch(() => {});
			if (client === connection) client = null;
			if (closed) return;
			timer = setTimeout(() => void connect(), delay * (0.5 + Math.random()));
			delay = Math.min(delay * 2, longestDelay);
		};
		connection.on('error', reconnect);
		connection.on('end', reconnect);
		connection.on('notification', ({ payload }) => {
			const event = parseEvent(payload);
			if (event) tell(event);
		});
		client = connection;
		try {
			await connection.connect();
			await connection.query(`listen ${connection.escapeIdentifier(eventChannel)}`);
			delay = firstDelay;
			tell({ kind: 'resync' });
		} catch {
			reconnect();
		}
	};
	void connect();

	return {
		mark: recall.mark,
		since: recall.since,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async close() {
			closed = true;
			listeners.clear();
			if (timer) clearTimeout(timer);
			await client?.end().catch(() => {});
		}
	};
}

/**
 * Resolves with the final state of a deployment, at once when it has one.
 * Errors: not_found; the signal's reason when it aborts first.
 */
export async function waitForDeployment(
	{ db, events }: { db: Db; events: Events },
	{ deploymentId, signal }: { deploymentId: string; signal: AbortSignal }
): Promise<DeploymentState> {
	for (;;) {
		let news = () => {};
		const heard = new Promise<void>((resolve) => (news = resolve));
		// Listening begins before the look, so that nothing falls between the two.
		const unsubscribe = events.subscribe((event) => {
			if (event.kind === 'resync') news();
			if (event.kind === 'deployment' && event.deploymentId === deploymentId) news();
		});
		signal.addEventListener('abort', news);
		try {
			signal.throwIfAborted();
			const row = await db.deployment.findUnique({
				where: { id: deploymentId },
				select: { state: true }
			});
			if (!row) throw new AppError('not_found', 404, 'This deployment does not exist any more.');
			if (isFinalState(row.state)) return row.state;
			await heard;
		} finally {
			unsubscribe();
			signal.removeEventListener('abort', news);
		}
	}
}

/** null for what is not an event of ours: another version's, or someone else's on this channel. */
function parseEvent(payload: string | undefined): GantryEvent | null {
	try {
		return gantryEvent.safeParse(JSON.parse(payload ?? '')).data ?? null;
	} catch {
		return null;
	}
}
