import type { Env } from '#env';
import type { Db } from '../db/client.ts';
import { loadOwnNames } from './own-names.ts';

const known = new WeakMap<Db, { panelDomain: string; until: number }>();
const keptFor = 5_000;

/** The panel's name through the edge, read at most every five seconds: each request asks for it. */
export async function panelDomain(db: Db, env: Env): Promise<string> {
	const cached = known.get(db);
	if (cached && performance.now() < cached.until) return cached.panelDomain;
	const { panelDomain } = await loadOwnNames(db, env);
	known.set(db, { panelDomain, until: performance.now() + keptFor });
	return panelDomain;
}

/** After a change, the next request reads it anew. */
export function forgetPanelHosts(db: Db): void {
	known.delete(db);
}
