import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { z } from 'zod';
import { AppError } from '../../../error.ts';
import type { Sources } from '../language.ts';

const task = z.union([
	z.string(),
	z.object({ command: z.string().optional(), dependencies: z.array(z.string()).optional() })
]);

const shape = z.object({
	tasks: z.record(z.string(), z.unknown()).catch({}).default({}),
	imports: z.record(z.string(), z.unknown()).catch({}).default({}),
	nodeModulesDir: z.unknown().optional()
});

export interface DenoTask {
	/** null: it only runs others. */
	command: string | null;
	/** Other tasks run before it. */
	hasDependencies: boolean;
}

export interface DenoJson {
	/** Its path; null: there is none. */
	path: string | null;
	tasks: Map<string, DenoTask>;
	/** Names under which the sources import packages. */
	imports: string[];
}

/** Errors (422): manifest_invalid. */
export async function denoJson(sources: Sources): Promise<DenoJson> {
	for (const path of ['deno.json', 'deno.jsonc']) {
		const text = await sources.read(path);
		if (text === null) continue;
		const parsed = shape.safeParse(jsonWithComments(path, text)).data;
		const tasks = new Map<string, DenoTask>();
		for (const [name, value] of Object.entries(parsed?.tasks ?? {})) {
			const written = task.safeParse(value).data;
			if (written === undefined) continue;
			const { command = null, dependencies = [] } =
				typeof written === 'string' ? { command: written } : written;
			tasks.set(name, { command, hasDependencies: dependencies.length > 0 });
		}
		return { path, tasks, imports: Object.keys(parsed?.imports ?? {}) };
	}
	return { path: null, tasks: new Map(), imports: [] };
}

function jsonWithComments(path: string, text: string): unknown {
	const errors: ParseError[] = [];
	const parsed: unknown = parse(text, errors, { allowTrailingComma: true });
	const [first] = errors;
	if (!first) return parsed;
	const line = text.slice(0, first.offset).split('\n').length;
	throw new AppError(
		'manifest_invalid',
		422,
		`${path} cannot be read: ${printParseErrorCode(first.error)} in line ${line}`,
		{ hint: `Mend ${path}, commit and push.` }
	);
}
