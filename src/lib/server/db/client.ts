import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '#prisma/client/client.ts';

/** Opens Prisma over a pool of at most `connections`; close it with `$disconnect()`. */
export function connectDb(databaseUrl: string, { connections = 10 } = {}) {
	return new PrismaClient({
		adapter: new PrismaPg({ connectionString: databaseUrl, max: connections })
	});
}

export type Db = ReturnType<typeof connectDb>;

/** What an operation gets inside `db.$transaction`. */
export type Transaction = Parameters<Parameters<Db['$transaction']>[0]>[0];
