import { eventChannel, type GantryEvent } from '#lib/schemas/events.ts';
import type { Db, Transaction } from './db/client.ts';

/** Tells every process that something changed; inside a transaction it is heard when that commits. */
export async function notify(db: Db | Transaction, ...events: GantryEvent[]): Promise<void> {
	const words = events.map((event) => JSON.stringify(event));
	await db.$executeRaw`select pg_notify(${eventChannel}, word) from unnest(${words}::text[]) as word`;
}
