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

/** What Prisma's driver says below a raw query, whose own code tells nothing. */
const connectionKinds = new Set([
	'DatabaseNotReachable',
	'ConnectionClosed',
	'SocketTimeout',
	'TooManyConnections'
]);

interface Told {
	code?: unknown;
	kind?: unknown;
	meta?: { driverAdapterError?: { cause?: Told } };
	cause?: unknown;
}

/** Is the database away, rather than a query wrong? Looks through the causes of an error. */
export function isDatabaseDown(error: unknown): boolean {
	for (let at = error as Told | null | undefined; at && typeof at === 'object';) {
		const { code, kind, meta, cause } = at;
		if (typeof code === 'string' && connectionCodes.has(code)) return true;
		if (typeof kind === 'string' && connectionKinds.has(kind)) return true;
		at = meta?.driverAdapterError?.cause ?? (cause as Told | undefined);
	}
	return false;
}

/** An error that can be answered as it is; null for a bug. */
export function asAppError(error: unknown): AppError | null {
	if (error instanceof AppError) return error;
	if (!isDatabaseDown(error)) return null;
	return new AppError('database_unavailable', 503, 'The database is not available at the moment.', {
		hint: 'Your apps keep running. It is started again by itself: try again in a few seconds.',
		cause: error
	});
}
