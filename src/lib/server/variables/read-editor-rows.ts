import type { VariableScope } from '#lib/rules/variable-scope.ts';
import { sharedName } from '#lib/rules/variable-references.ts';
import type { Context } from '../context.ts';
import type { StoredEntry } from './own-variables.ts';

interface Row extends Omit<StoredEntry, 'value'> {
	scope: VariableScope;
	/** null: it is another service's, of which only the key is of interest. */
	valueCipher: string | null;
	/** Whose it is; null: the project shares it. */
	serviceId: string | null;
	service: string | null;
}

export interface EditorRows {
	own: StoredEntry[];
	shared: StoredEntry[];
	/** What can be referred to: `shared.KEY`, `api.KEY`. */
	referable: string[];
}

const mostReferable = 1000;

/** The lists that an editor shows, in clear, and the keys of the project's other services: one query. */
export async function readEditorRows(
	{ db, vault }: Pick<Context, 'db' | 'vault'>,
	{ projectId, serviceId }: { projectId: string; serviceId: string | null }
): Promise<EditorRows> {
	const rows = await db.$queryRaw<Row[]>`
		select v.id, v.key, v.is_secret as "isSecret", v.scope, v.note, v.position,
			v.updated_at as "updatedAt", s.service_id as "serviceId", s.name as service,
			case when s.service_id is null or s.service_id = ${serviceId} then v.value_cipher end
				as "valueCipher"
		from (
			select name, id as service_id, null as project_id from service
			where project_id = ${projectId} and deleted_at is null
			union all select null, null, ${projectId}
		) s join variable v on v.service_id = s.service_id or v.project_id = s.project_id
		order by v.position, v.key`;
	const listOf = (id: string | null): StoredEntry[] =>
		rows.flatMap(({ valueCipher, serviceId: of, service: _, ...entry }) =>
			of === id && valueCipher !== null ? [{ ...entry, value: vault.open(valueCipher) }] : []
		);
	return {
		own: serviceId === null ? [] : listOf(serviceId),
		shared: listOf(null),
		referable: rows
			.map(({ service, key }) => `${service ?? sharedName}.${key}`)
			.sort()
			.slice(0, mostReferable)
	};
}
