import {
	hasReferences,
	resolveReferences,
	sharedName,
	type ReferenceGround
} from '#lib/rules/variable-references.ts';
import { frozenVariables, type FrozenVariables } from '#lib/schemas/frozen-settings.ts';
import type { VariableScope } from '#prisma/client/enums.ts';
import type { Db, Transaction } from '../db/client.ts';
import type { Vault } from '../secrets/vault.ts';
import { loadGround } from './project-variables.ts';

/** Variables as a deployment keeps them, and the revisions that they come from. */
export interface SealedVariables {
	variablesCipher: string;
	variablesVersion: number;
	sharedVersion: number;
}

interface Row {
	service: string;
	projectId: string;
	variablesVersion: number;
	sharedVersion: number;
	/** null: there are no variables at all. */
	key: string | null;
	valueCipher: string;
	isSecret: boolean;
	scope: VariableScope;
	isShared: boolean;
}

/** A service's own variables and those that its project shares: one query, each with both versions. */
function readRows(db: Db | Transaction, serviceId: string): Promise<Row[]> {
	return db.$queryRaw<Row[]>`
		select s.name as service, s.project_id as "projectId",
			s.variables_version as "variablesVersion", p.variables_version as "sharedVersion",
			v.key, v.value_cipher as "valueCipher", v.is_secret as "isSecret", v.scope,
			v.project_id is not null as "isShared"
		from service s join project p on p.id = s.project_id
		left join variable v on v.service_id = s.id or v.project_id = p.id
		where s.id = ${serviceId}
		order by v.project_id is null, v.position, v.key`;
}

interface Entry {
	key: string;
	value: string;
	isSecret: boolean;
	scope: VariableScope;
	isShared: boolean;
}

/** What the service itself says hides what is shared under the same key. */
function effective(vault: Vault, rows: readonly Row[]): Entry[] {
	const own = new Set(rows.filter(({ isShared }) => !isShared).map(({ key }) => key));
	return rows.flatMap(({ key, valueCipher, isSecret, scope, isShared }) => {
		if (key === null || (isShared && own.has(key))) return [];
		return [{ key, value: vault.open(valueCipher), isSecret, scope, isShared }];
	});
}

function resolved(
	{ key, value, isSecret, scope, isShared }: Entry,
	{ ground, service }: { ground: ReferenceGround; service: string }
): FrozenVariables[number] {
	const from = `${isShared ? sharedName : service}.${key}`;
	const answer = resolveReferences({ from, value }, ground);
	if (!answer.ok) return { key, value, isSecret, scope, problem: answer.problem };
	const { value: text, secrets: parts } = answer;
	return { key, value: text, isSecret, scope, ...(parts.length > 0 && { parts }) };
}

/** All that a deployment of a service would be given now, references resolved. For the server's inside only. */
async function freeze(db: Db | Transaction, vault: Vault, serviceId: string) {
	const rows = await readRows(db, serviceId);
	const entries = effective(vault, rows);
	const [first] = rows;
	const versions = {
		variablesVersion: first?.variablesVersion ?? 0,
		sharedVersion: first?.sharedVersion ?? 0
	};
	if (!first || !entries.some(({ value }) => hasReferences(value))) {
		const variables = entries.map(({ isShared: _, ...entry }) => entry);
		return { variables, ...versions };
	}
	const ground = await loadGround({ db, vault }, first.projectId);
	const { service } = first;
	return { variables: entries.map((entry) => resolved(entry, { ground, service })), ...versions };
}

/** A service's variables in clear: the project's shared ones, then its own, each in the order of its list. */
export async function readVariables(
	db: Db | Transaction,
	vault: Vault,
	serviceId: string
): Promise<FrozenVariables> {
	return (await freeze(db, vault, serviceId)).variables;
}

/** The same, sealed for a deployment. */
export async function sealedVariables(
	db: Db | Transaction,
	vault: Vault,
	serviceId: string
): Promise<SealedVariables> {
	const { variables, ...versions } = await freeze(db, vault, serviceId);
	return { variablesCipher: vault.seal(JSON.stringify(variables)), ...versions };
}

export function openVariables(vault: Vault, sealed: string): FrozenVariables {
	return frozenVariables.parse(JSON.parse(vault.open(sealed)));
}
