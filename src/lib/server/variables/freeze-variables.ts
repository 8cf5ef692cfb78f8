import { frozenVariables, type FrozenVariables } from '#lib/schemas/frozen-settings.ts';
import type { Db, Transaction } from '../db/client.ts';
import type { Vault } from '../secrets/vault.ts';

/** A service's variables in clear, in the order in which they were written. For the server's inside only. */
export async function readVariables(
	db: Db | Transaction,
	vault: Vault,
	serviceId: string
): Promise<FrozenVariables> {
	const rows = await db.variable.findMany({
		where: { serviceId },
		orderBy: [{ position: 'asc' }, { key: 'asc' }]
	});
	return rows.map(({ key, valueCipher, isSecret, scope }) => ({
		key,
		value: vault.open(valueCipher),
		isSecret,
		scope
	}));
}

export function sealVariables(vault: Vault, variables: FrozenVariables): string {
	return vault.seal(JSON.stringify(variables));
}

export function openVariables(vault: Vault, sealed: string): FrozenVariables {
	return frozenVariables.parse(JSON.parse(vault.open(sealed)));
}
