import { frozenSettings, type FrozenVariables } from '#lib/schemas/frozen-settings.ts';
import { isSeenByBuilds } from '#lib/rules/variable-scope.ts';
import type { Context } from '../context.ts';
import type { ShownService } from '../services/find-service.ts';
import { compareSettings, freezeSettings, type SettingName } from '../services/settings.ts';
import { pendingVolumes } from '../volumes/pending-volumes.ts';
import { openVariables, readVariables } from './freeze-variables.ts';

/** What was changed since the live release: shown as "changed, not applied". */
export interface PendingChanges {
	/** Keys that were added, changed or removed. */
	variables: string[];
	settings: SettingName[];
	/** Names of volumes that wait to be mounted or to go. */
	volumes: string[];
	/** A build sees one of the changed variables. */
	isSeenByBuilds: boolean;
	/** false: the live image can be used again, with the new variables and limits. */
	needsBuild: boolean;
}

/** Keys whose presence, value, secrecy or scope differs. */
export function changedKeys(before: FrozenVariables, after: FrozenVariables): string[] {
	const was = new Map(before.map((variable) => [variable.key, variable]));
	const is = new Map(after.map((variable) => [variable.key, variable]));
	return [...new Set([...was.keys(), ...is.keys()])].filter((key) => {
		const [old, current] = [was.get(key), is.get(key)];
		return (
			old?.value !== current?.value ||
			old?.isSecret !== current?.isSecret ||
			old?.scope !== current?.scope
		);
	});
}

/** Whether a build would see something else: then the image is made anew. */
function differsForBuilds(before: FrozenVariables, after: FrozenVariables): boolean {
	const seen = (list: FrozenVariables) =>
		JSON.stringify(
			list
				.filter(({ scope }) => isSeenByBuilds(scope))
				.map(({ key, value }) => [key, value])
				.sort()
		);
	return seen(before) !== seen(after);
}

/** null when nothing is live or all is applied. */
export async function pendingChanges(
	ctx: Context,
	service: ShownService
): Promise<PendingChanges | null> {
	const { liveRelease } = service;
	if (!liveRelease) return null;
	const { changed, needsBuild } = compareSettings(
		frozenSettings.parse(liveRelease.settings),
		freezeSettings(service)
	);
	const was = openVariables(ctx.vault, liveRelease.variablesCipher);
	const is = await readVariables(ctx.db, ctx.vault, service.id);
	const variables = changedKeys(was, is);
	const volumes = pendingVolumes(service);
	if (changed.length + variables.length + volumes.length === 0) return null;
	const forBuilds = differsForBuilds(was, is);
	return {
		variables,
		settings: changed,
		volumes,
		isSeenByBuilds: forBuilds,
		needsBuild: needsBuild || forBuilds
	};
}
