import type Docker from 'dockerode';
import { dockerBuilder } from '#engine/build/docker-builder.ts';
import { openCheckout } from '#engine/checkout/open-checkout.ts';
import { createProber } from '#engine/health/prober.ts';
import type { Engine } from '#engine/pipeline/step.ts';
import { dockerRuntime } from '#engine/runtime/docker-runtime.ts';
import { fileSites } from '#engine/sites/file-sites.ts';
import type { TestEdge } from '../../e2e/fixtures/edge.ts';

export interface Routes {
	engine: Engine;
	/** performance.now() of the last acknowledged answer that sends requests to a container. */
	routedAt: () => number;
}

/** The adapters that the worker drives, with an edge of the bench's own. */
export async function realEngine(docker: Docker, edge: TestEdge): Promise<Routes> {
	let at = Number.NaN;
	const engine: Engine = {
		checkout: await openCheckout({ root: edge.paths.git, allowPrivateHosts: [] }),
		builder: dockerBuilder(docker),
		runtime: dockerRuntime(docker),
		prober: createProber(),
		names: {
			...edge.names,
			async update(service, change) {
				await edge.names.update(service, change);
				if (change.state === 'live') at = performance.now();
			}
		},
		proxy: edge.proxy,
		sites: fileSites(edge.paths.sites)
	};
	return { engine, routedAt: () => at };
}
