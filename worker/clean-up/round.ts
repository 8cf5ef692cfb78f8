import { trimActivity } from '#lib/server/activity/trim-activity.ts';
import { trimDeliveries } from '#lib/server/webhooks/trim-deliveries.ts';
import type { World } from '../world.ts';
import { askWhenDue } from './due.ts';

/** Rounds, of five minutes each, between two looks through all that is written down. */
const trimEvery = 12;

/**
 * What is looked after every few minutes. Not in the first round: a server that just came up has other
 * things to do.
 */
export async function cleanUpRound(world: World, nth: number): Promise<void> {
	if (nth === 0) return;
	if (nth % trimEvery === 1) {
		await trimDeliveries(world.db);
		await trimActivity(world.db);
	}
	await askWhenDue(world);
}
