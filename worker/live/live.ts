import type { Live } from '#lib/server/live/port.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { previewCleanUp } from '../clean-up/clean-up.ts';
import { checkHost } from '../domains/check-host.ts';
import { leadsHere } from '../domains/leads-here.ts';
import { ownAddresses } from '../domains/own-addresses.ts';
import { resolveHost } from '../domains/resolve-host.ts';
import type { Metrics } from '../metrics/start-metrics.ts';
import { testChannel } from '../notifications/test-channel.ts';
import type { World } from '../world.ts';
import { healthOf } from './health.ts';
import { inspect } from './inspect.ts';
import { InspectionCache } from './inspection-cache.ts';
import { runningContainers } from './running-containers.ts';
import { runningReplicas } from './running-replicas.ts';
import { volumeSizes } from './volume-sizes.ts';

/** The live reads, made where Docker, Git and DNS may be reached. `close` forgets what was inspected. */
export function openLive(
	world: World,
	metrics: Pick<Metrics, 'now'>
): Live & { close(): Promise<void> } {
	const { checkout } = world.engine;
	const cache = new InspectionCache(checkout);
	const health = healthOf(world);
	const sizesOf = volumeSizes(world);
	return {
		inspect: (input, { signal }) => inspect({ checkout, cache }, { input, signal }),
		resolveCommit: (source, { signal }) => {
			const within = AbortSignal.any([signal, AbortSignal.timeout(30_000)]);
			return checkout.resolve(source, { signal: within });
		},
		async checkHost({ host }) {
			const { panelDomain } = await loadOwnNames(world.db, world.env);
			return checkHost(host, {
				resolve: resolveHost,
				leadsHere: leadsHere(world.engine.names),
				own: ownAddresses(),
				panelDomain
			});
		},
		volumeSizes: ({ serviceId }) => sizesOf(serviceId),
		cleanUp: ({ signal }) => previewCleanUp(world, { signal }),
		buildReach: async () => (await world.governor()).reach(),
		replicas: ({ serviceId }) => runningReplicas(world, serviceId),
		usage: async () => metrics.now(),
		containers: ({ serviceId }) => runningContainers(world, serviceId),
		testChannel: ({ channelId }, { signal }) => testChannel(world, { channelId, signal }),
		health: ({ signal }) => health(signal),
		close: () => cache.clear()
	};
}
