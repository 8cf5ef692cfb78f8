import type { ServiceView } from '#lib/server/services/get-service.ts';

/** Whether starting the live image again changes nothing but its containers: else the change is applied. */
export function canRestart({
	state,
	live,
	pending
}: Pick<ServiceView, 'state' | 'live' | 'pending'>): boolean {
	const isUp = state === 'live' || state === 'crashing';
	return isUp && live !== null && !live.isSite && pending === null;
}
