import type { Env } from '#env';
import type { Db } from '../db/client.ts';
import { loadOwnNames, type OwnNames } from './own-names.ts';

const known = new WeakMap<Db, { names: OwnNames; until: number }>();
const keptFor = 5_000;

/** The names of this installation, read at most every five seconds: each request and page asks for them. */
export async function knownNames(db: Db, env: Env): Promise<OwnNames> {
	const cached = known.get(db);
	if (cached && performance.now() < cached.until) return cached.names;
	const names = await loadOwnNames(db, env);
	known.set(db, { names, until: performance.now() + keptFor });
	return names;
}

/** After a change, the next request reads them anew. */
export function forgetNames(db: Db): void {
	known.delete(db);
}
