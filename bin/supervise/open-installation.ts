import { writeSync } from 'node:fs';
import { readEnv, type Env } from '#env';
import { connectDb } from '#lib/server/db/client.ts';
import { ensureInstallation } from '#lib/server/installation/ensure-installation.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { migrate } from '#prisma/migrate.ts';
import { answerDescriptor, type Installation } from './installation.ts';

async function openInstallation(url: string, env: Env): Promise<Installation> {
	await migrate(url);
	const db = connectDb(url, { connections: 1 });
	try {
		const start = await ensureInstallation(db);
		return { ...start, names: await loadOwnNames(db, env) };
	} finally {
		await db.$disconnect();
	}
}

async function main(): Promise<void> {
	const env = readEnv();
	if (!env.DATABASE_URL) throw new Error('DATABASE_URL must say where Postgres is.');
	try {
		const installation = await openInstallation(env.DATABASE_URL, env);
		writeSync(answerDescriptor, JSON.stringify(installation));
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}

if (import.meta.main) await main();
