import { caseNotice } from '#lib/rules/variable-key.ts';
import { scopeByName } from '#lib/rules/variable-scope.ts';
import type { SaveVariablesInput } from '#lib/schemas/variables.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { findService } from '../services/find-service.ts';

export interface SavedVariables {
	added: string[];
	changed: string[];
	removed: string[];
	/** What was saved but may not be meant; null mostly. */
	notice: string | null;
}

type Given = SaveVariablesInput['variables'][number];

const unchanged = (ctx: Context, stored: string, given: Given) =>
	given.value === null || ctx.vault.open(stored) === given.value;

/** Errors: value_missing (422) with the row's field. */
function refuse(given: Given, index: number, known: boolean): void {
	if (given.value === null && !known) {
		throw new AppError('value_missing', 422, `${given.key} needs a value.`, {
			field: `variables.${index}.value`
		});
	}
}

/** Writes the wanted list in place of the stored one, as part of the caller's transaction. */
export async function replaceVariables(
	tx: Transaction,
	ctx: Context,
	{ serviceId, variables }: SaveVariablesInput
): Promise<SavedVariables> {
	// Two editors at once: the second one waits here and then sees what the first one saved.
	await tx.$executeRaw`select 1 from service where id = ${serviceId} for update`;
	const stored = await tx.variable.findMany({ where: { serviceId } });
	const byKey = new Map(stored.map((row) => [row.key, row]));
	const notice = caseNotice(variables.map(({ key }) => key));
	const saved: SavedVariables = { added: [], changed: [], removed: [], notice };
	const now = ctx.clock();
	for (const [position, given] of variables.entries()) {
		const { key, isSecret } = given;
		const row = byKey.get(key);
		const scope = given.scope ?? row?.scope ?? scopeByName(key);
		refuse(given, position, row !== undefined);
		if (!row) {
			const valueCipher = ctx.vault.seal(given.value ?? '');
			await tx.variable.create({
				data: {
					id: newId(),
					serviceId,
					key,
					valueCipher,
					isSecret,
					scope,
					position,
					updatedAt: now
				}
			});
			saved.added.push(key);
			continue;
		}
		byKey.delete(key);
		// A secret can be replaced but never be turned into something that is shown.
		if (row.isSecret && !isSecret && given.value === null) {
			throw new AppError('secret_stays_secret', 422, `${key} is a secret: give it a new value.`, {
				field: `variables.${position}.value`
			});
		}
		const isSame =
			unchanged(ctx, row.valueCipher, given) && row.isSecret === isSecret && row.scope === scope;
		if (isSame && row.position === position) continue;
		await tx.variable.update({
			where: { id: row.id },
			data: {
				isSecret,
				scope,
				position,
				...(given.value !== null && !isSame && { valueCipher: ctx.vault.seal(given.value) }),
				...(!isSame && { updatedAt: now })
			}
		});
		if (!isSame) saved.changed.push(key);
	}
	saved.removed = [...byKey.keys()];
	await tx.variable.deleteMany({ where: { serviceId, key: { in: saved.removed } } });
	return saved;
}

/** Tells about a change of variables: keys only, never values. */
export async function announce(
	tx: Transaction,
	ctx: Context,
	{ serviceId, projectId, saved }: { serviceId: string; projectId: string; saved: SavedVariables }
): Promise<void> {
	const { notice: _, ...keys } = saved;
	if (Object.values(keys).every((list) => list.length === 0)) return;
	await recordAudit(tx, ctx, {
		action: 'variables.saved',
		subject: serviceId,
		projectId,
		serviceId,
		detail: keys
	});
	await notify(tx, { kind: 'service', projectId, serviceId });
}

/**
 * Saves the whole list at once: what is missing is removed, `value: null` keeps what is stored. They hold
 * from the next deployment on. Errors: not_found, value_missing (422), secret_stays_secret (422).
 */
export async function saveVariables(
	ctx: Context,
	input: SaveVariablesInput
): Promise<SavedVariables> {
	const { serviceId } = input;
	const { projectId } = await findService(ctx, { serviceId, permission: 'projects:change' });
	return ctx.db.$transaction(async (tx) => {
		const saved = await replaceVariables(tx, ctx, input);
		await announce(tx, ctx, { serviceId, projectId, saved });
		return saved;
	});
}
