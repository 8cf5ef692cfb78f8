import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { DnsRecord } from '../settings/get-settings.ts';
import { knownNames } from '../settings/known-names.ts';
import { type OwnNames } from '../settings/own-names.ts';

/** Addresses of this machine that DNS records have to name; none when nobody can say at the moment. */
export async function machineAddresses(
	ctx: Context,
	names?: Pick<OwnNames, 'panelDomain'>
): Promise<string[]> {
	const { panelDomain: host } = names ?? (await knownNames(ctx.db, ctx.env));
	try {
		const { expected } = await ctx.live.checkHost({ host }, { signal: AbortSignal.timeout(3_000) });
		return expected;
	} catch (error) {
		if (error instanceof AppError || error instanceof DOMException) return [];
		throw error;
	}
}

/** The records that lead a host to these addresses. */
export function addressRecords(name: string, addresses: readonly string[]): DnsRecord[] {
	return addresses.map((value) => ({ type: value.includes(':') ? 'AAAA' : 'A', name, value }));
}
