import {
	sharedName,
	type Referable,
	type ReferenceGround
} from '#lib/rules/variable-references.ts';
import type { Db, Transaction } from '../db/client.ts';
import type { Vault } from '../secrets/vault.ts';

interface Row {
	/** null: shared by the project. */
	service: string | null;
	key: string | null;
	valueCipher: string;
	isSecret: boolean;
}

/** Every variable of a project by the name under which references find it; a service without any is there, too. */
function readRows(db: Db | Transaction, projectId: string): Promise<Row[]> {
	return db.$queryRaw<Row[]>`
		select s.name as service, v.key, v.value_cipher as "valueCipher", v.is_secret as "isSecret"
		from service s left join variable v on v.service_id = s.id
		where s.project_id = ${projectId} and s.deleted_at is null
		union all
		select null, key, value_cipher, is_secret from variable where project_id = ${projectId}`;
}

/**
 * A project's variables for looking references up; each is opened once, when it is asked for. `instead`
 * stands in for the stored list of one holder: what would be, were it saved.
 */
export async function loadGround(
	{ db, vault }: { db: Db | Transaction; vault: Vault },
	projectId: string,
	instead?: { name: string; list: readonly (Referable & { key: string })[] }
): Promise<ReferenceGround & { names: ReadonlyMap<string, ReadonlySet<string>> }> {
	const lists = new Map<string, Map<string, () => Referable>>([[sharedName, new Map()]]);
	for (const { service, key, valueCipher, isSecret } of await readRows(db, projectId)) {
		const name = service ?? sharedName;
		const list = lists.get(name) ?? new Map<string, () => Referable>();
		lists.set(name, list);
		if (key !== null)
			list.set(
				key,
				once(() => ({ value: vault.open(valueCipher), isSecret }))
			);
	}
	if (instead) {
		const { name, list } = instead;
		lists.set(name, new Map(list.map((entry) => [entry.key, () => entry])));
	}
	return {
		knows: (name) => lists.has(name),
		find: (name, key) => (lists.get(name)?.get(key) ?? lists.get(sharedName)?.get(key))?.() ?? null,
		names: new Map([...lists].map(([name, list]) => [name, new Set(list.keys())]))
	};
}

function once<T>(read: () => T): () => T {
	let kept: { value: T } | null = null;
	return () => (kept ??= { value: read() }).value;
}
