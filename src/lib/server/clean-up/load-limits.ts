import { defaultLimits, type CleanUpLimits } from '#lib/rules/clean-up.ts';
import type { Db, Transaction } from '../db/client.ts';
import { installationId } from '../installation/ensure-installation.ts';

/** How much is kept: as the settings page says, else the defaults. */
export async function loadLimits(db: Db | Transaction): Promise<CleanUpLimits> {
	const chosen = await db.installation.findUnique({
		where: { id: installationId },
		select: { keepReleases: true, buildCacheBytes: true, logDays: true }
	});
	return {
		keepReleases: chosen?.keepReleases ?? defaultLimits.keepReleases,
		buildCacheBytes: Number(chosen?.buildCacheBytes ?? defaultLimits.buildCacheBytes),
		logDays: chosen?.logDays ?? defaultLimits.logDays
	};
}
