import { z } from 'zod';
import { takeBack, type ChangeSet, type VariableEntry } from '#lib/rules/variable-change.ts';
import { variableScopes } from '#lib/rules/variable-scope.ts';
import type { Db, Transaction } from '../db/client.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Holder } from './holder.ts';

/** Revisions that are kept of each list: further back nothing can be undone. */
export const revisionsKept = 100;

const state = z
	.object({
		value: z.string(),
		isSecret: z.boolean(),
		scope: z.enum(variableScopes),
		note: z.string()
	})
	.nullable();
const changeSet = z.object({
	changes: z.array(z.object({ key: z.string(), before: state, after: state })),
	orderBefore: z.array(z.string())
});

export const sealChanges = (vault: Vault, changes: ChangeSet): string =>
	vault.seal(JSON.stringify(changes));

export const openChanges = (vault: Vault, sealed: string): ChangeSet =>
	changeSet.parse(JSON.parse(vault.open(sealed)));

/** The list as it was at an earlier version; null: that is further back than what is kept. */
export async function listAt(
	{ db, vault }: { db: Db | Transaction; vault: Vault },
	{
		holder,
		version,
		now
	}: { holder: Holder; version: number; now: { version: number; list: VariableEntry[] } }
): Promise<VariableEntry[] | null> {
	if (version > now.version) return null;
	const later = await db.variableRevision.findMany({
		where: { ...holder, version: { gt: version } },
		orderBy: { version: 'desc' }
	});
	if (later.length !== now.version - version) return null;
	return later.reduce(
		(list, { changesCipher }) => takeBack(list, openChanges(vault, changesCipher)),
		now.list
	);
}

/** Whose saves came after a version, for people. */
export async function editorsSince(
	tx: Transaction,
	{ holder, version }: { holder: Holder; version: number }
): Promise<string[]> {
	const rows = await tx.variableRevision.findMany({
		where: { ...holder, version: { gt: version } },
		select: { actor: { select: { email: true } } }
	});
	return [...new Set(rows.flatMap(({ actor }) => actor?.email ?? []))];
}
