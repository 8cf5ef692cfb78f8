import type { Db } from '../db/client.ts';
import { installationId } from './ensure-installation.ts';
import { hashSetupToken } from './setup-token.ts';

/** Is this the token of the newest printed set-up link? Only who has it sees anything of the machine. */
export async function isSetupToken(db: Db, token: string): Promise<boolean> {
	const setupTokenHash = hashSetupToken(token);
	const row = await db.installation.findFirst({
		where: { id: installationId, claimedAt: null, setupTokenHash },
		select: { id: true }
	});
	return row !== null;
}
