import { hasReferences, resolveReferences } from '#lib/rules/variable-references.ts';
import { AppError } from '../errors.ts';
import type { ProjectVariables } from './project-variables.ts';

/** `api.URL` → what is wrong with it, for every value of the project that leads nowhere. */
function problemsOf(project: ProjectVariables): Map<string, string> {
	const problems = new Map<string, string>();
	for (const [name, list] of project.lists) {
		for (const [key, { value }] of list) {
			if (!hasReferences(value)) continue;
			const from = `${name}.${key}`;
			const answer = resolveReferences({ from, value }, project);
			if (!answer.ok) problems.set(from, answer.problem);
		}
	}
	return problems;
}

/**
 * Refuses a list, by its name, whose references would lead nowhere, and one that takes away what others
 * refer to. Errors: unknown_reference (422) with the row's field, still_referenced (409).
 */
export function checkReferences(
	{ before, after }: { before: ProjectVariables; after: ProjectVariables },
	name: string
): void {
	const problems = problemsOf(after);
	if (problems.size === 0) return;
	for (const [index, key] of [...(after.lists.get(name)?.keys() ?? [])].entries()) {
		const problem = problems.get(`${name}.${key}`);
		if (problem === undefined) continue;
		throw new AppError('unknown_reference', 422, problem, { field: `variables.${index}.value` });
	}
	const known = problemsOf(before);
	const broken = [...problems.keys()].find((place) => !known.has(place));
	if (broken === undefined) return;
	throw new AppError('still_referenced', 409, `${broken} refers to what you are about to remove.`, {
		hint: 'Change that variable first. Nothing was saved.'
	});
}
