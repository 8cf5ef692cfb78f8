import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AppError } from '#engine/error.ts';
import type { OwnNames } from '#lib/server/settings/own-names.ts';
import { programFile } from '../program-file.ts';

/** What is known of the installation once its database is open. */
export interface Installation {
	names: OwnNames;
	/** Every Docker object of ours carries it. */
	label: string;
	/** null once it is claimed. */
	setupToken: string | null;
}

/** Where the process that opens it says what it found. */
export const answerDescriptor = 3;

/**
 * The installation's row and names, in a database brought to this version's schema. By a process of its
 * own (open-installation.ts), which gives the memory back that a schema takes: the caller lives on for
 * months. `environment` holds DATABASE_URL. Errors: database_not_opened.
 */
export async function openInstallation(environment: NodeJS.ProcessEnv): Promise<Installation> {
	const child = spawn(process.execPath, [programFile('open-installation')], {
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
