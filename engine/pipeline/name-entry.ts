import type { NameEntry } from '../names/port.ts';
import type { StepContext } from './step.ts';

/** What the edge answers for the service at this moment; undefined: names does not know it yet. */
export async function nameEntry({
	spec,
	engine
}: Pick<StepContext, 'spec' | 'engine'>): Promise<NameEntry | undefined> {
	return (await engine.names.find(spec.service)) ?? undefined;
}

/** Addresses that receive requests at this moment. */
export const servingAddresses = (entry: NameEntry | undefined): Set<string> =>
	new Set(entry?.state === 'live' ? entry.targets.map(({ address }) => address) : []);

/** The host that probes ask for. */
export const probedHost = (entry: NameEntry | undefined): string =>
	entry?.hosts[0]?.host ?? 'localhost';
