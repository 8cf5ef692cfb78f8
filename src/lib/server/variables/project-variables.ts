import {
	sharedName,
	type Referable,
	type ReferenceGround
} from '#lib/rules/variable-references.ts';
import type { VariableScope } from '#lib/rules/variable-scope.ts';
import type { Db, Transaction } from '../db/client.ts';
import type { Vault } from '../secrets/vault.ts';

export interface ListedVariable extends Referable {
	key: string;
	scope: VariableScope;
}

type List = ReadonlyMap<string, ListedVariable>;

/** Every variable of a project, for looking references up. */
export interface ProjectVariables extends ReferenceGround {
	/** Each list in its order, by the name under which references find it: `shared`, a service's. */
	lists: ReadonlyMap<string, List>;
}

/** A variable as its row has it; null: a service without any. */
export interface VariableRow {
	key: string | null;
	valueCipher: string;
	isSecret: boolean;
	scope: VariableScope;
}

/** A list that opens each of its values once, when it is asked for. */
export function openList(vault: Vault, rows: readonly VariableRow[]): List {
	const list = new Map<string, ListedVariable>();
	for (const { key, valueCipher, isSecret, scope } of rows) {
		if (key === null) continue;
		let opened: string | null = null;
		list.set(key, {
			...{ key, isSecret, scope },
			get value() {
				return (opened ??= vault.open(valueCipher));
			}
		});
	}
	return list;
}

function groundOf(lists: ProjectVariables['lists']): ProjectVariables {
	return {
		lists,
		knows: (name) => lists.has(name),
		find: (name, key) => lists.get(name)?.get(key) ?? lists.get(sharedName)?.get(key) ?? null
	};
}

/** One query at any number of services; one without variables is there, too. */
export async function loadProject(
	{ db, vault }: { db: Db | Transaction; vault: Vault },
	projectId: string
): Promise<ProjectVariables> {
	const rows = await db.$queryRaw<(VariableRow & { name: string | null })[]>`
		select s.name, v.key, v.value_cipher as "valueCipher", v.is_secret as "isSecret", v.scope
		from (
			select name, id as service_id, null as project_id from service
			where project_id = ${projectId} and deleted_at is null
			union all select null, null, ${projectId}
		) s left join variable v on v.service_id = s.service_id or v.project_id = s.project_id
		order by s.name, v.position, v.key`;
	const byName = Map.groupBy(rows, ({ name }) => name ?? sharedName);
	return groundOf(new Map([...byName].map(([name, list]) => [name, openList(vault, list)])));
}

/** What would be, were this list saved in the place of the one of that name. */
export function withList(
	{ lists }: ProjectVariables,
	{ name, list }: { name: string; list: readonly ListedVariable[] }
): ProjectVariables {
	const instead = new Map(list.map((entry) => [entry.key, entry]));
	return groundOf(new Map([...lists, [name, instead]]));
}
