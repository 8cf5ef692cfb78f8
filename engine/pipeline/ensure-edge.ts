import type { StepContext } from './step.ts';

/** Before anything is switched: Caddy has the one configuration that it needs. Errors: edge_unreachable, edge_refused. */
export async function ensureEdge({ engine, signal, log }: StepContext): Promise<void> {
	const { changed } = await engine.proxy.ensure({ signal });
	log(changed ? 'The edge had another configuration: it was set right' : 'The edge is in order');
}
