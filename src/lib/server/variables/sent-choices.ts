import { resolveConflictInput, type ResolveConflictInput } from '#lib/schemas/variables.ts';

/** What the page of a conflict sends: `choices.<key>` for each key that somebody chose about. */
export function sentChoices(fields: FormData): ResolveConflictInput {
	const chosen = [...fields].filter(([name]) => name.startsWith('choices.'));
	return resolveConflictInput.parse({
		version: fields.get('version'),
		draft: fields.get('draft'),
		choices: Object.fromEntries(chosen.map(([name, value]) => [name.slice(8), value]))
	});
}
