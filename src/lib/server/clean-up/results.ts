import { z } from 'zod';
import { cleanUpKinds, type CleanUpKind, type CleanUpReason } from '#lib/rules/clean-up.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { system } from '../auth/actors.ts';
import type { Db } from '../db/client.ts';
import { installationId } from '../installation/ensure-installation.ts';
import { notify } from '../notify.ts';

export interface CleanUpResult {
	reason: CleanUpReason;
	freedBytes: number;
	/** How many things of a kind were removed. */
	counts: Partial<Record<CleanUpKind, number>>;
	/** How many could not be. */
	failures: number;
}

const action = 'clean-up.finished';
const detail = z.object({
	reason: z.enum(['asked', 'nightly', 'disk-low']),
	freedBytes: z.number(),
	counts: z.partialRecord(z.enum(cleanUpKinds), z.number()),
	failures: z.number()
});

/** Among the audit events, like everything that somebody may want to know about later. */
export async function recordCleanUp(db: Db, result: CleanUpResult): Promise<void> {
	await db.$transaction(async (tx) => {
		const detail = { ...result };
		await recordAudit(tx, { actor: system() }, { action, subject: installationId, detail });
		await notify(tx, { kind: 'installation' });
	});
}

/** null: there was none yet. */
export async function latestCleanUp(db: Db): Promise<(CleanUpResult & { at: Date }) | null> {
	const row = await db.auditEvent.findFirst({
		where: { action },
		orderBy: { createdAt: 'desc' },
		select: { detail: true, createdAt: true }
	});
	const result = detail.safeParse(row?.detail);
	return row && result.success ? { ...result.data, at: row.createdAt } : null;
}
