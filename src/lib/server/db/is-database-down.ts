import { AppError } from '../errors.ts';

const connectionCodes = new Set([
	'P1001',
	'P1002',
	'P1008',
	'P1017',
	'P2024',
	'ECONNREFUSED',
	'ECONNRESET',
	'57P01',
	'57P02',
	'57P03'
]);

/** SQLSTATE disk_full. */
const diskFull = '53100';

/** What Prisma's driver says below a raw query, whose own code tells nothing. */
const connectionKinds = new Set([
	'DatabaseNotReachable',
	'ConnectionClosed',
	'SocketTimeout',
	'TooManyConnections'
]);

/** What the driver below says without any code, of a connection that has just ended. */
const lostConnection =
	/^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/;

interface Told {
	message?: unknown;
	code?: unknown;
	kind?: unknown;
	meta?: { driverAdapterError?: { cause?: Told } };
	cause?: unknown;
}

/** What an error and its causes say of themselves. */
function* told(error: unknown): Generator<string> {
	for (let at = error as Told | null | undefined; at && typeof at === 'object';) {
		const { message, code, kind, meta, cause } = at;
		if (typeof message === 'string') yield message;
		if (typeof code === 'string') yield code;
		if (typeof kind === 'string') yield kind;
		at = meta?.driverAdapterError?.cause ?? (cause as Told | undefined);
	}
}

/** Is the database away, rather than a query wrong? Looks through the causes of an error. */
export function isDatabaseDown(error: unknown): boolean {
	return [...told(error)].some(
		(word) => connectionCodes.has(word) || connectionKinds.has(word) || lostConnection.test(word)
	);
}

/** Can it be read and not written, for want of room? */
const isDiskFull = (error: unknown) => [...told(error)].includes(diskFull);

/** An error that can be answered as it is; null for a bug. */
export function asAppError(error: unknown): AppError | null {
	if (error instanceof AppError) return error;
	if (isDiskFull(error)) {
		return new AppError('disk_full', 503, 'Nothing can be saved: the disk is full.', {
			hint: 'Your apps keep running, and pages can be read. Make room on the server: all goes on by itself then.',
			cause: error
		});
	}
	if (!isDatabaseDown(error)) return null;
	return new AppError('database_unavailable', 503, 'The database is not available at the moment.', {
		hint: 'Your apps keep running. It is started again by itself: try again in a few seconds.',
		cause: error
	});
}
