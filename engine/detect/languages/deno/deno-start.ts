import type { Found } from '../../plan.ts';
import { shellArgv } from '../../start-command.ts';
import type { Sources } from '../language.ts';
import type { DenoJson } from './deno-json.ts';

const entries = ['main', 'server', 'app', 'index', 'mod', 'src/main', 'src/server', 'src/index'];

export interface DenoStart {
	found: Found<string>;
	/** The program's first file, whose packages are fetched by the build; null: unknown. */
	entry: string | null;
	/** path → text of the first file. */
	texts: Map<string, string>;
}

/** How a Deno app is started: its task "start", or the file that looks like the program. */
export async function denoStart(sources: Sources, json: DenoJson): Promise<DenoStart | null> {
	const task = json.tasks.get('start');
	const entry = task?.command ? entryIn(task.command) : entryFile(sources);
	const text = entry === null ? null : await sources.read(entry);
	const texts = new Map(entry === null || text === null ? [] : [[entry, text] as const]);
	const known = text === null ? null : entry;
	if (task) {
		const command = task.command ?? '';
		// Deno's own task runner is not needed between Docker's signals and what is one call of deno.
		const plain = !task.hasDependencies && /^deno (run|serve) /.test(command) && isPlain(command);
		const value = plain ? command.trim() : 'deno task start';
		return { found: { value, reason: `${json.path}: task "start"` }, entry: known, texts };
	}
	if (known === null || text === null) return null;
	// The container confines the app; what it may do there needs no second list.
	const serves =
		/^export default\b.*(\{|satisfies|app)/m.test(text) && !/\bDeno\.serve\(|\.listen\(/.test(text);
	const value = serves ? `deno serve -A --port $PORT ${known}` : `deno run -A ${known}`;
	return { found: { value, reason: known }, entry: known, texts };
}

const isPlain = (command: string) => shellArgv(command.trim())[0] === 'deno';

function entryIn(command: string): string | null {
	return /(?:^|\s)(?:\.\/)?([\w/-][\w./-]*\.[jt]sx?)(?:\s|$)/.exec(command)?.[1] ?? null;
}

function entryFile({ facts }: Sources): string | null {
	const candidates = entries.flatMap((name) => ['ts', 'tsx', 'js'].map((end) => `${name}.${end}`));
	return candidates.find((path) => facts.files.has(path)) ?? null;
}
