import type { Db } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { hashSetupToken, newSetupToken } from './setup-token.ts';

export const installationId = 'installation';

export interface InstallationStart {
	/** Carried by every Docker object of this installation as gantry.installation. */
	label: string;
	/** New at each start until the installation is claimed; null once it is. */
	setupToken: string | null;
}

/** Called at each start: makes the installation's row at the first, and a new set-up token until it is claimed. */
export async function ensureInstallation(db: Db): Promise<InstallationStart> {
	const setupToken = newSetupToken();
	const setupTokenHash = hashSetupToken(setupToken);
	await db.installation.createMany({
		data: { id: installationId, label: newId() },
		skipDuplicates: true
	});
	const { count } = await db.installation.updateMany({
		where: { id: installationId, claimedAt: null },
		data: { setupTokenHash }
	});
	const { label } = await db.installation.findUniqueOrThrow({
		where: { id: installationId },
		select: { label: true }
	});
	return { label, setupToken: count === 1 ? setupToken : null };
}
