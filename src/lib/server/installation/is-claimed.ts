import type { Db } from '../db/client.ts';
import { installationId } from './ensure-installation.ts';

/** Has this installation an admin? Once it has, it is claimed for ever. */
export async function isClaimed(db: Db): Promise<boolean> {
	const row = await db.installation.findUnique({
		where: { id: installationId },
		select: { claimedAt: true }
	});
	return row !== null && row.claimedAt !== null;
}
