import { frozenSettings, type FrozenVariables } from '#lib/schemas/frozen-settings.ts';
import type { Context } from '../context.ts';
import type { FoundService } from '../services/find-service.ts';
import { compareSettings, freezeSettings, type SettingName } from '../services/settings.ts';
import { openVariables, readVariables } from './freeze-variables.ts';

/** What was changed since the live release: shown as "changed, not applied". */
export interface PendingChanges {
	/** Keys that were added, changed or removed. */
	variables: string[];
	settings: SettingName[];
	/** false: the live image can be used again, with the new variables and limits. */
	needsBuild: boolean;
}

/** Keys whose presence, value or secrecy differs. */
export function changedKeys(before: FrozenVariables, after: FrozenVariables): string[] {
	const was = new Map(before.map((variable) => [variable.key, variable]));
	const is = new Map(after.map((variable) => [variable.key, variable]));
	return [...new Set([...was.keys(), ...is.keys()])].filter((key) => {
		const [old, current] = [was.get(key), is.get(key)];
		return old?.value !== current?.value || old?.isSecret !== current?.isSecret;
	});
}

/** null when nothing is live or all is applied. */
export async function pendingChanges(
	ctx: Context,
	service: FoundService
): Promise<PendingChanges | null> {
	const { liveRelease } = service;
	if (!liveRelease) return null;
	const { changed, needsBuild } = compareSettings(
		frozenSettings.parse(liveRelease.settings),
		freezeSettings(service)
	);
	const variables = changedKeys(
		openVariables(ctx.vault, liveRelease.variablesCipher),
		await readVariables(ctx.db, ctx.vault, service.id)
	);
	if (changed.length === 0 && variables.length === 0) return null;
	return { variables, settings: changed, needsBuild };
}
