import { recordAudit } from '../audit/record-audit.ts';
import { countAttempt } from '../auth/rate-limit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { findChannel } from './find-channel.ts';

/** Nobody's inbox shall be filled by a button. */
const perChannel = { name: 'channel:test', count: 10, seconds: 60 };

/**
 * Sends a test message and waits for what comes of it. Errors: not_found, too_many_attempts (429),
 * worker_unreachable (503), test_failed (502) with the reason in words.
 */
export async function testChannel(
	ctx: Context,
	{ channelId }: { channelId: string }
): Promise<{ detail: string }> {
	const channel = await findChannel(ctx, { channelId });
	await countAttempt(ctx.db, perChannel, channel.id);
	const { name, kind, projectId } = channel;
	await ctx.db.$transaction((tx) =>
		recordAudit(tx, ctx, {
			action: 'channel.tested',
			subject: channel.id,
			...(projectId !== null && { projectId }),
			detail: { name, kind }
		})
	);
	const signal = AbortSignal.timeout(35_000);
	const { ok, detail } = await ctx.live.testChannel({ channelId: channel.id }, { signal });
	if (ok) return { detail };
	throw new AppError('test_failed', 502, 'The test did not arrive.', { hint: detail });
}
