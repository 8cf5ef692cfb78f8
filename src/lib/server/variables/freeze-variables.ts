import {
	hasReferences,
	resolveReferences,
	sharedName,
	type ReferenceGround
} from '#lib/rules/variable-references.ts';
import { frozenVariables, type FrozenVariables } from '#lib/schemas/frozen-settings.ts';
import type { Db, Transaction } from '../db/client.ts';
import type { Vault } from '../secrets/vault.ts';
import {
	loadProject,
	openList,
	type ListedVariable,
	type ProjectVariables,
	type VariableRow
} from './project-variables.ts';

/** Variables as a deployment keeps them, and the revisions that they come from. */
export interface SealedVariables {
	variablesCipher: string;
	variablesVersion: number;
	sharedVersion: number;
}

interface Row extends VariableRow {
	service: string;
	projectId: string;
	variablesVersion: number;
	sharedVersion: number;
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
		order by v.position, v.key`;
}

type Lists = Pick<ProjectVariables, 'lists'>;

/** What a service is given, and where it stands: its own hides what is shared under the same key. */
function effective({ lists }: Lists, service: string): { from: string; entry: ListedVariable }[] {
	const [shared, own] = [sharedName, service].map((name) => [...(lists.get(name)?.values() ?? [])]);
	const hidden = lists.get(service);
	return [
		...(shared ?? [])
			.filter(({ key }) => !hidden?.has(key))
			.map((entry) => ({ from: `${sharedName}.${entry.key}`, entry })),
		...(own ?? []).map((entry) => ({ from: `${service}.${entry.key}`, entry }))
	];
}

function resolved(
	{ from, entry }: ReturnType<typeof effective>[number],
	ground: ReferenceGround
): FrozenVariables[number] {
	const { key, value, isSecret, scope } = entry;
	const answer = resolveReferences({ from, value }, ground);
	if (!answer.ok) return { key, value, isSecret, scope, problem: answer.problem };
	const { value: text, secrets: parts } = answer;
	return { key, value: text, isSecret, scope, ...(parts.length > 0 && { parts }) };
}

/** The variables of a service in clear, references resolved, out of all of its project's. */
export function frozenOf(project: ProjectVariables, service: string): FrozenVariables {
	return effective(project, service).map((given) => resolved(given, project));
}

/** All that a deployment of a service would be given now. For the server's inside only. */
async function freeze(db: Db | Transaction, vault: Vault, serviceId: string) {
	const rows = await readRows(db, serviceId);
	const [first] = rows;
	if (!first) return { variables: [], variablesVersion: 0, sharedVersion: 0 };
	const { service, projectId, variablesVersion, sharedVersion } = first;
	const named = Map.groupBy(rows, ({ isShared }) => (isShared ? sharedName : service));
	const lists = new Map([...named].map(([name, list]) => [name, openList(vault, list)]));
	const given = effective({ lists }, service);
	// Other services' variables are read only where somebody refers to them.
	const variables = given.some(({ entry }) => hasReferences(entry.value))
		? frozenOf(await loadProject({ db, vault }, projectId), service)
		: given.map(({ entry: { key, value, isSecret, scope } }) => ({ key, value, isSecret, scope }));
	return { variables, variablesVersion, sharedVersion };
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
