import {
	hasReferences,
	resolveReferences,
	sharedName,
	type ReferenceGround
} from '#lib/rules/variable-references.ts';
import type { VariableEntry } from '#lib/rules/variable-change.ts';
import type { Transaction } from '../db/client.ts';
import { AppError } from '../errors.ts';
import type { Vault } from '../secrets/vault.ts';
import type { LockedHolder } from './holder.ts';
import { loadGround } from './project-variables.ts';

type Ground = Awaited<ReturnType<typeof loadGround>>;

/** `api.URL` → what is wrong with it, for every value of the project that leads nowhere. */
function problemsOf(ground: ReferenceGround & Pick<Ground, 'names'>): Map<string, string> {
	const problems = new Map<string, string>();
	for (const [name, keys] of ground.names) {
		for (const key of keys) {
			const value = ground.find(name, key)?.value ?? '';
			if (!hasReferences(value)) continue;
			const from = `${name}.${key}`;
			const answer = resolveReferences({ from, value }, ground);
			if (!answer.ok) problems.set(from, answer.problem);
		}
	}
	return problems;
}

/**
 * Refuses a list whose references lead nowhere, and one that takes away what others refer to. Errors:
 * unknown_reference (422) with the row's field, still_referenced (409).
 */
export async function checkReferences(
	{ tx, vault }: { tx: Transaction; vault: Vault },
	{ locked: { holder, projectId }, list }: { locked: LockedHolder; list: readonly VariableEntry[] }
): Promise<void> {
	const name =
		'projectId' in holder
			? sharedName
			: (await tx.service.findUniqueOrThrow({ where: { id: holder.serviceId } })).name;
	const after = problemsOf(await loadGround({ db: tx, vault }, projectId, { name, list }));
	if (after.size === 0) return;
	for (const [index, { key }] of list.entries()) {
		const problem = after.get(`${name}.${key}`);
		if (problem === undefined) continue;
		throw new AppError('unknown_reference', 422, problem, { field: `variables.${index}.value` });
	}
	const before = problemsOf(await loadGround({ db: tx, vault }, projectId));
	const broken = [...after.keys()].find((place) => !before.has(place));
	if (broken === undefined) return;
	throw new AppError('still_referenced', 409, `${broken} refers to what you are about to remove.`, {
		hint: 'Change that variable first. Nothing was saved.'
	});
}
