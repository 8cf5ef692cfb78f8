import { lookup, Resolver } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** All addresses that the DNS gives for a host; [] when it has none. Errors: the resolver's own. */
export type ResolveHost = (host: string) => Promise<string[]>;

const noAnswer = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks DNS, for a quarter of a minute at most; a name that only this machine's hosts file knows is found there. */
export const resolveHost: ResolveHost = async (host) => {
	const resolver = new Resolver({ timeout: 2000, tries: 2 });
	const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
	const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
	if (found.length > 0) return found;
	const local = await Promise.race([lookup(host, { all: true }).catch(() => []), patience()]);
	if (local.length > 0) return local.map(({ address }) => address);
	for (const answer of answers) {
		if (answer.status === 'rejected' && !noAnswer.has(codeOf(answer.reason))) throw answer.reason;
	}
	return [];
};

/** The system's own look-up has no deadline. */
async function patience(): Promise<never[]> {
	await delay(5_000, null, { ref: false });
	return [];
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}
