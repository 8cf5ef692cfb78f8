import { copyLine } from '../dockerfile-text.ts';
import type { Facts } from '../facts.ts';
import { parseProcfile } from '../procfile.ts';
import { shellArgv } from '../start-command.ts';
import type { Sources } from './language.ts';

/** Folders that compiled programs commonly read while they run. */
const assets = [
	'assets',
	'config',
	'configs',
	'content',
	'data',
	'dist',
	'i18n',
	'locales',
	'migrations',
	'public',
	'resources',
	'static',
	'templates',
	'translations',
	'views',
	'web/dist',
	'web/static',
	'web/templates'
];

/** Copies what a compiled program may read beside itself. */
export function copyAssets({ directories }: Facts): string[] {
	return assets
		.filter((folder) => directories.has(folder))
		.map((folder) => copyLine([folder], `./${folder}`, ['--chown=1000:1000']));
}

/** Commands of the Procfile: programs beside the one that answers requests may be among them. */
export async function procfileCommands(sources: Sources): Promise<string[]> {
	const { web, release, processes } = parseProcfile((await sources.read('Procfile')) ?? '');
	const named = [web?.value, release?.value, ...processes.map(({ command }) => command)];
	return named.filter((command) => command !== undefined);
}

export function needsShell(commands: string[]): boolean {
	return commands.some((command) => shellArgv(command)[0] === '/bin/sh');
}

/**
 * Fails a build of a person's own command that did not make what is started. `program` is below /app.
 */
export function mustExist(program: string): string {
	return `RUN test -e ${program} || { echo 'The build command made no ${program}: set the start command to what it makes'; exit 1; }`;
}

/** The one that a person would mean among several programs; null: nobody can tell. */
export function likeliest(names: string[], own: string | null): string | null {
	if (names.length === 1) return names[0] as string;
	const wanted = ['server', 'web', 'api', 'app', own];
	return wanted.find((name) => name !== null && names.includes(name)) ?? null;
}
