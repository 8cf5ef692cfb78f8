import type { Id } from '../../spec.ts';
import type { Guest } from '../port.ts';
import type { Page } from '../pages/page.ts';
import { maintenancePage, statePages, uncertifiedPage } from '../pages/pages.ts';
import type { Passage } from '../table.ts';

interface GateRequest {
	/** Gantry's own visit, by which a deployment proves what visitors will be answered with. */
	isProof: boolean;
	/** It came over HTTPS. */
	isSecure: boolean;
}

/** The service that answers, and to whom alone (null: to everybody), or what is shown in its place. */
export type Decision =
	{ service: Id; strip: string | null; guests: Guest[] | null } | { page: Page };

/** What becomes of one request to a gated host. */
export function decide(passage: Passage | null, { isProof, isSecure }: GateRequest): Decision {
	if (!passage) return { page: statePages.unknown };
	const { service, entry, state, strip } = passage;
	if (entry.maintenance && !isProof) return { page: maintenancePage(entry.maintenance) };
	if (state !== 'live') return { page: statePages[state] };
	const { guests = [] } = entry;
	if (guests.length === 0 || isProof) return { service, strip, guests: null };
	// A password is never asked for where everybody on the way can read it.
	return isSecure ? { service, strip, guests } : { page: uncertifiedPage };
}
