import type { Id } from '../../spec.ts';
import type { Page } from '../pages/page.ts';
import { maintenancePage, statePages } from '../pages/pages.ts';
import type { Passage } from '../table.ts';

interface GateRequest {
	/** Gantry's own visit, by which a deployment proves what visitors will be answered with. */
	isProof: boolean;
}

/** The service that answers, or what is shown in its place. */
export type Decision = { service: Id } | { page: Page };

/** What becomes of one request to a gated host. */
export function decide(passage: Passage | null, { isProof }: GateRequest): Decision {
	if (!passage) return { page: statePages.unknown };
	const { service, entry, answer } = passage;
	if (entry.maintenance && !isProof) return { page: maintenancePage(entry.maintenance) };
	return answer.state === 'live' ? { service } : { page: statePages[answer.state] };
}
