import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { z } from 'zod';

/** How our own Postgres is reached: kept in a file that only its owner may read. */
const shape = z.object({ port: z.int(), password: z.string() });

export type PostgresAccess = z.infer<typeof shape>;

export const postgresUser = 'gantry';
export const postgresDatabase = 'gantry';

export function postgresUrl({ port, password }: PostgresAccess, database = postgresDatabase) {
	return `postgres://${postgresUser}:${password}@127.0.0.1:${port}/${database}`;
}

/** null: this data directory never had a Postgres of its own. */
export async function readPostgresAccess(path: string): Promise<PostgresAccess | null> {
	try {
		return shape.parse(JSON.parse(await readFile(path, 'utf8')));
	} catch {
		return null;
	}
}

async function freePort(wanted: number): Promise<number | null> {
	const server = createServer().listen(wanted, '127.0.0.1');
	try {
		await once(server, 'listening');
		return (server.address() as AddressInfo).port;
	} catch {
		return null;
	} finally {
		server.close();
	}
}

/** The password and the port of the last start, or another port where a stranger has taken that one. */
export async function ensurePostgresAccess(path: string): Promise<PostgresAccess> {
	const known = await readPostgresAccess(path);
	const port = (known && (await freePort(known.port))) ?? (await freePort(0));
	if (port === null) throw new Error('no free port was found on loopback');
	const access = { port, password: known?.password ?? randomBytes(24).toString('base64url') };
	const next = `${path}.new`;
	await writeFile(next, JSON.stringify(access), { mode: 0o600 });
	await rename(next, path);
	return access;
}
