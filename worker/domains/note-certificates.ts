import { isDeepStrictEqual } from 'node:util';
import { issuanceFailures, type IssuanceFailure } from '#caddy/issuance-failures.ts';
import { storedCertificate } from '#caddy/stored-certificate.ts';
import type { Id } from '#engine/spec.ts';
import type { Transaction } from '#lib/server/db/client.ts';
import { announce, within } from '#lib/server/notifications/announce.ts';
import { notify } from '#lib/server/notify.ts';
import type { Domain } from '#prisma/client/client.ts';
import type { World } from '../world.ts';

type Ground = Pick<World, 'db' | 'paths'>;

/** Certificates that last longer than this are not looked at: they are renewed when a third of their time is left. */
const lookedAtDays = 31;

interface NoteOptions {
	/** Of this service only. */
	serviceId?: Id;
	/** What a handshake that was just made said, by host. */
	refusals?: Map<string, string>;
}

/**
 * Writes down of active domains how their certificate fares: that it is there and until when, or why it is
 * not; pages hear of what has changed. Answers how many there were to look at. Errors: the database's.
 */
export async function noteCertificates(
	{ db, paths }: Ground,
	{ serviceId, refusals }: NoteOptions = {}
): Promise<number> {
	const soon = new Date(Date.now() + lookedAtDays * 86_400_000);
	const rows = await db.domain.findMany({
		where: {
			...{ state: 'active', ...(serviceId !== undefined && { serviceId }) },
			...{ NOT: { host: { startsWith: '*.' } }, ownCertificate: null },
			OR: [{ certificate: { not: 'valid' } }, { certificateUntil: { lt: soon } }]
		},
		include: { service: { select: { projectId: true } } }
	});
	if (rows.length === 0) return 0;
	const failures = await issuanceFailures(paths.processLog('caddy'));
	for (const row of rows) {
		const failure = failures.get(row.host) ?? refusal(refusals?.get(row.host));
		const after = await stateOf(row, { storage: paths.caddyStorage, failure });
		if (isDeepStrictEqual({ ...row, ...after }, row)) continue;
		await db.$transaction(async (tx) => {
			const where = { id: row.id, state: 'active' as const };
			const { count } = await tx.domain.updateMany({ where, data: after });
			if (count > 0 && after.certificate === 'failed') await announceTrouble(tx, row, after);
			const { projectId } = row.service;
			await notify(tx, { kind: 'service', projectId, serviceId: row.serviceId });
		});
	}
	return rows.length;
}

const refusal = (reason: string | undefined) =>
	reason === undefined ? undefined : { reason, at: new Date() };

type Noted = Pick<Domain, 'certificate' | 'certificateReason' | 'certificateUntil'> &
	Partial<Pick<Domain, 'certificateIssuer' | 'certificateTries' | 'certificateRetryAt'>>;

async function stateOf(
	row: Domain,
	{ storage, failure }: { storage: string; failure: IssuanceFailure | undefined }
): Promise<Noted> {
	const stored = await storedCertificate(storage, row.host);
	if (stored && stored.until > new Date()) {
		return {
			certificate: 'valid',
			certificateReason: null,
			certificateUntil: stored.until,
			certificateIssuer: stored.issuer,
			certificateTries: 0,
			certificateRetryAt: null
		};
	}
	const certificateUntil = stored?.until ?? null;
	if (failure && failure.at >= (row.certificateTriedAt ?? failure.at)) {
		const certificateReason = sentence(failure.reason);
		return { certificate: 'failed', certificateReason, certificateUntil };
	}
	const { certificate, certificateReason } = row;
	if (certificate !== 'valid') return { certificate, certificateReason, certificateUntil };
	// It ended or is gone: the next try is due at once.
	return {
		...{ certificate: 'issuing', certificateReason, certificateUntil },
		certificateRetryAt: new Date()
	};
}

const sentence = (words: string) =>
	`${words.charAt(0).toUpperCase()}${words.slice(1).replace(/\.$/, '')}.`;

async function announceTrouble(
	tx: Transaction,
	{ host, serviceId, service }: Domain & { service: { projectId: string } },
	{ certificateReason }: Noted
): Promise<void> {
	await announce(tx, {
		occasion: { kind: 'certificate-trouble', serviceId, host, reason: certificateReason ?? '' },
		occasionId: `certificate-trouble:${host}:${within(24)}`,
		projectId: service.projectId
	});
}
