import { randomUUID } from 'node:crypto';
import type { Id } from '#engine/spec.ts';
import { notFound } from '#lib/server/errors.ts';
import { httpsUrl, loadOwnNames } from '#lib/server/settings/own-names.ts';
import type { World } from '../world.ts';
import { deliver } from './deliver.ts';
import { toMessage } from './message.ts';
import { noteOutcome } from './send-notification.ts';

/** Sends a test message, and says in words what came of it. Errors: not_found. */
export async function testChannel(
	{ db, vault, env }: Pick<World, 'db' | 'vault' | 'env'>,
	{ channelId, signal }: { channelId: Id; signal: AbortSignal }
): Promise<{ ok: boolean; detail: string }> {
	const channel = await db.channel.findUnique({ where: { id: channelId } });
	if (!channel) throw notFound('channel');
	const names = await loadOwnNames(db, env);
	const words = toMessage(
		{ kind: 'test', channel: channel.name },
		httpsUrl(names.panelDomain, names)
	);
	const now = new Date();
	const message = { ...words, id: randomUUID(), at: now };
	const reach = { allowPrivateHosts: env.GANTRY_ALLOW_PRIVATE_HOSTS };
	const outcome = await deliver(message, channel, { vault, reach, signal, now });
	await db.$transaction((tx) => noteOutcome(tx, channel, outcome));
	return { ok: outcome.ok, detail: outcome.ok ? outcome.detail : outcome.why };
}
