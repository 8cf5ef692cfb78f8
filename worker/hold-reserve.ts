import { stat } from 'node:fs/promises';
import pg from 'pg';
import { keepBallast } from '#engine/ballast/ballast.ts';

const connectionTimeoutMillis = 5_000;

/**
 * Holds room of the disk in reserve, and gives it up when the rest is full. Errors: those of the file system; the
 * database's.
 */
export async function holdReserve(ballast: string, databaseUrl: string): Promise<void> {
	const done = await keepBallast(ballast);
	if (done === 'released') console.error('The disk is full: its reserve was given up');
	if (done === 'made') console.log('Room on the disk is held in reserve');
	const isHeld = await stat(ballast).then(
		() => true,
		() => false
	);
	if (!isHeld) await connectOnce(databaseUrl);
}

/**
 * What Postgres has read of its catalogue it writes to a file, again after each vacuum of it, for the first connection
 * that begins then. Where there is no room for that file no connection begins: so one does while there still is.
 */
async function connectOnce(connectionString: string): Promise<void> {
	const client = new pg.Client({ connectionString, connectionTimeoutMillis });
	client.on('error', () => {});
	try {
		await client.connect();
	} finally {
		await client.end().catch(() => {});
	}
}
