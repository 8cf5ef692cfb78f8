import type { Db } from '../db/client.ts';
import { notFound } from '../errors.ts';
import type { Vault } from '../secrets/vault.ts';
import { openVariables } from '../variables/freeze-variables.ts';
import type { FrozenVariables } from '#lib/schemas/frozen-settings.ts';

/** What must stand in no log of a deployment. Errors: not_found, secret_unreadable. */
export async function loadSecrets(
	{ db, vault }: { db: Db; vault: Vault },
	{ deploymentId }: { deploymentId: string }
): Promise<string[]> {
	const row = await db.deployment.findUnique({
		where: { id: deploymentId },
		select: { variablesCipher: true }
	});
	if (!row) throw notFound('deployment');
	return secretsOf(openVariables(vault, row.variablesCipher));
}

/** The values of secrets, and of those inside other values; an empty one is nothing to hide. */
export function secretsOf(variables: FrozenVariables): string[] {
	const all = variables.flatMap(({ isSecret, value, parts = [] }) =>
		isSecret ? [value, ...parts] : parts
	);
	return [...new Set(all)].filter((value) => value !== '');
}
