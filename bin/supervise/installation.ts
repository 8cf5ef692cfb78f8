import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AppError } from '#engine/error.ts';
import { readEnv, type Env } from '#env';
import type { OwnNames } from '#lib/server/settings/own-names.ts';

/** What is known of the installation once its database is open. */
export interface Installation {
	names: OwnNames;
	/** Every Docker object of ours carries it. */
	label: string;
	/** null once it is claimed. */
	setupToken: string | null;
}

/** Where the process below says what it found. */
const answerDescriptor = 3;

/** The installation's row and names, in a database brought to this version's schema. */
export async function openInstallation(url: string, env: Env): Promise<Installation> {
	const [{ migrate }, { connectDb }, { ensureInstallation }, { loadOwnNames }] = await Promise.all([
		import('#prisma/migrate.ts'),
		import('#lib/server/db/client.ts'),
		import('#lib/server/installation/ensure-installation.ts'),
		import('#lib/server/settings/own-names.ts')
	]);
	await migrate(url);
	const db = connectDb(url, { connections: 1 });
	try {
		const start = await ensureInstallation(db);
		return { ...start, names: await loadOwnNames(db, env) };
	} finally {
		await db.$disconnect();
	}
}

/**
 * The same in a process of its own, which gives the memory back that a database's schema takes: the
 * caller lives on for months. `environment` holds DATABASE_URL. Errors: database_not_opened.
 */
export async function openInstallationApart(
	environment: Record<string, string>
): Promise<Installation> {
	const child = spawn(process.execPath, [import.meta.filename], {
		env: environment,
		stdio: ['ignore', 'inherit', 'pipe', 'pipe']
	});
	const [answer, problem, [code]] = await Promise.all([
		text(child.stdio[answerDescriptor] as Readable),
		text(child.stderr as Readable),
		once(child, 'close') as Promise<[number | null]>
	]);
	if (code === 0) return JSON.parse(answer) as Installation;
	throw new AppError('database_not_opened', 500, 'The database could not be opened.', {
		hint: problem.trim()
	});
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
