import type { VariableEntry } from '#lib/rules/variable-change.ts';
import type { Db, Transaction } from '../db/client.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Holder } from './holder.ts';

export interface StoredEntry extends VariableEntry {
	id: string;
	position: number;
	updatedAt: Date;
}

/** The variables of one list in clear, in the order in which they were written. For the server's inside only. */
export async function readOwn(
	{ db, vault }: { db: Db | Transaction; vault: Vault },
	holder: Holder
): Promise<StoredEntry[]> {
	const rows = await db.variable.findMany({
		where: holder,
		orderBy: [{ position: 'asc' }, { key: 'asc' }]
	});
	return rows.map(({ id, key, valueCipher, isSecret, scope, note, position, updatedAt }) => ({
		...{ id, key, isSecret, scope, note, position, updatedAt },
		value: vault.open(valueCipher)
	}));
}
