import { defaultLimits, type CleanUpLimits } from '#lib/rules/clean-up.ts';
import type { Installation } from '#prisma/client/client.ts';
import type { Db, Transaction } from '../db/client.ts';
import { installationId } from '../installation/ensure-installation.ts';

type Chosen = Pick<Installation, 'keepReleases' | 'buildCacheBytes' | 'logDays'>;

/** How much is kept: as the settings page says, else the defaults. */
export async function loadLimits(db: Db | Transaction): Promise<CleanUpLimits> {
	const chosen = await db.installation.findUnique({
		where: { id: installationId },
		select: { keepReleases: true, buildCacheBytes: true, logDays: true }
	});
	return limitsOf(chosen);
}

/** The same of the installation's row. */
export function limitsOf(chosen: Chosen | null): CleanUpLimits {
	return {
		keepReleases: chosen?.keepReleases ?? defaultLimits.keepReleases,
		buildCacheBytes: Number(chosen?.buildCacheBytes ?? defaultLimits.buildCacheBytes),
		logDays: chosen?.logDays ?? defaultLimits.logDays
	};
}
