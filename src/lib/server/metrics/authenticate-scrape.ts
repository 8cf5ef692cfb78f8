import { timingSafeEqual } from 'node:crypto';
import { hashToken } from '../auth/authenticate-bearer.ts';
import { countAttempt } from '../auth/rate-limit.ts';
import type { Db } from '../db/client.ts';
import { AppError } from '../errors.ts';
import { installationId } from '../installation/ensure-installation.ts';

const perAddress = { name: 'metrics:refused', count: 60, seconds: 60 };
const form = /^Bearer (gmetrics_[A-Za-z0-9_-]{43})$/i;

/** Lets a Prometheus with its token through. Errors: token_invalid (401), too_many_attempts (429). */
export async function authenticateScrape(
	db: Db,
	{ header, address }: { header: string | null; address: string | null }
): Promise<void> {
	const token = form.exec(header ?? '')?.[1];
	const row = await db.installation.findUnique({
		where: { id: installationId },
		select: { metricsTokenHash: true }
	});
	const wanted = row?.metricsTokenHash;
	if (token && wanted && timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(wanted))) {
		return;
	}
	await countAttempt(db, perAddress, address ?? 'unknown');
	throw new AppError('token_invalid', 401, 'The token of the metrics is required.', {
		hint: 'Send "Authorization: Bearer <token>"; an admin makes it under Settings, Metrics.'
	});
}
