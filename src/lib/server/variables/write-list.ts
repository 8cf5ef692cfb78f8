import {
	changedKeysOf,
	compareLists,
	type ChangeSet,
	type VariableEntry
} from '#lib/rules/variable-change.ts';
import { caseNotice } from '#lib/rules/variable-key.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { notify } from '../notify.ts';
import { checkReferences } from './check-references.ts';
import { countRevision, type LockedHolder } from './holder.ts';
import type { StoredEntry } from './own-variables.ts';
import { notePending } from './pending-variables.ts';
import { loadProject, withList } from './project-variables.ts';
import { revisionsKept, sealChanges } from './revisions.ts';

export interface SavedVariables {
	added: string[];
	changed: string[];
	removed: string[];
	/** Of the list from now on. */
	version: number;
	/** What was saved but may not be meant; null mostly. */
	notice: string | null;
}

interface Wanted {
	stored: readonly StoredEntry[];
	list: readonly VariableEntry[];
	/** The version that is taken back by it. */
	undoes?: number;
}

/**
 * Writes the wanted list in place of the stored one, as a revision of its own, and tells about it: keys
 * only, never values. A part of the caller's transaction, which holds the list.
 * Errors: unknown_reference (422), still_referenced (409).
 */
export async function writeList(
	tx: Transaction,
	ctx: Context,
	{ locked, wanted }: { locked: LockedHolder; wanted: Wanted }
): Promise<SavedVariables> {
	const { stored, list, undoes } = wanted;
	const notice = caseNotice(list.map(({ key }) => key));
	const change = compareLists(stored, list);
	if (!change) return { ...none, version: locked.version, notice };
	const { name, projectId } = locked;
	const before = await loadProject({ db: tx, vault: ctx.vault }, projectId);
	const after = withList(before, { name, list });
	checkReferences({ before, after }, name);
	await writeRows(tx, ctx, { locked, stored, list, change });
	const keys = changedKeysOf(change);
	const version = await countRevision(tx, locked);
	await tx.variableRevision.create({
		data: {
			id: newId(),
			...locked.holder,
			version,
			actorId: ctx.actor.userId,
			undoes: undoes ?? null,
			...keys,
			changesCipher: sealChanges(ctx.vault, change),
			createdAt: ctx.clock()
		}
	});
	await tx.variableRevision.deleteMany({
		where: { ...locked.holder, version: { lte: version - revisionsKept } }
	});
	await notePending({ tx, vault: ctx.vault }, { projectId, project: after });
	await tell(tx, ctx, { locked, keys, undoes });
	return { ...keys, version, notice };
}

const none = { added: [], changed: [], removed: [] };

async function writeRows(
	tx: Transaction,
	ctx: Context,
	{ locked, stored, list, change }: Wanted & { locked: LockedHolder; change: ChangeSet }
): Promise<void> {
	const { holder } = locked;
	const byKey = new Map(stored.map((row) => [row.key, row]));
	const changed = new Set(change.changes.map(({ key }) => key));
	const gone = change.changes.filter(({ after }) => after === null).map(({ key }) => key);
	const updatedAt = ctx.clock();
	await tx.variable.deleteMany({ where: { ...holder, key: { in: gone } } });
	const wanted = list.map((entry, position) => ({ ...entry, position, row: byKey.get(entry.key) }));
	await tx.variable.createMany({
		data: wanted.flatMap(({ row, value, key, isSecret, scope, note, position }) => {
			if (row) return [];
			const columns = { key, isSecret, scope, note, position, updatedAt };
			return { id: newId(), ...holder, ...columns, valueCipher: ctx.vault.seal(value) };
		})
	});
	for (const { row, key, value, isSecret, scope, note } of wanted) {
		if (!row || !changed.has(key)) continue;
		const valueCipher = row.value === value ? {} : { valueCipher: ctx.vault.seal(value) };
		await tx.variable.update({
			where: { id: row.id },
			data: { isSecret, scope, note, updatedAt, ...valueCipher }
		});
	}
	const moved = wanted.filter(({ row, position }) => row && row.position !== position);
	await place(tx, new Map(moved.map(({ row, position }) => [row?.id ?? '', position])));
}

/** Removing the first of many moves all others: one statement. */
async function place(tx: Transaction, positions: ReadonlyMap<string, number>): Promise<void> {
	if (positions.size === 0) return;
	await tx.$executeRaw`
		update variable set position = moved.position
		from unnest(${[...positions.keys()]}::text[], ${[...positions.values()]}::int[])
			as moved (id, position)
		where variable.id = moved.id`;
}

async function tell(
	tx: Transaction,
	ctx: Context,
	told: {
		locked: LockedHolder;
		keys: Pick<SavedVariables, 'added' | 'changed' | 'removed'>;
		undoes: number | undefined;
	}
): Promise<void> {
	const { locked, keys, undoes } = told;
	const { holder, projectId, name } = locked;
	const isShared = 'projectId' in holder;
	await recordAudit(tx, ctx, {
		action: `${isShared ? 'shared-variables' : 'variables'}.${undoes === undefined ? 'saved' : 'undone'}`,
		subject: isShared ? projectId : holder.serviceId,
		projectId,
		...(!isShared && { serviceId: holder.serviceId }),
		detail: { ...(!isShared && { service: name }), ...keys }
	});
	if (isShared) await notify(tx, { kind: 'project', projectId });
	else await notify(tx, { kind: 'service', projectId, serviceId: holder.serviceId });
}
