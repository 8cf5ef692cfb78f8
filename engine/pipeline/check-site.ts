import { AppError } from '../error.ts';
import { ensureEdge } from './ensure-edge.ts';
import type { StepContext } from './step.ts';

/**
 * One request for a release of files to the edge's inner server, before any host leads there. Missing
 * pages are the site's own matter: only a server that can not answer is a failure.
 * Errors: site_not_served, edge_unreachable.
 */
export async function checkSite(
	folder: string,
	context: StepContext
): Promise<{ detail: string; milliseconds: number }> {
	const { spec, engine, signal, log } = context;
	await ensureEdge(context);
	const path = spec.health.kind === 'http' ? spec.health.path : '/';
	const { status, milliseconds } = await engine.proxy.visitFiles(folder, { path, signal });
	if (status >= 500) {
		throw new AppError('site_not_served', 502, `The edge answers ${status} for the new files`, {
			hint: 'See logs/gantry/caddy.log in the data directory: it must be able to read the folder sites.'
		});
	}
	log(`The edge answers ${status} for ${path} after ${milliseconds} ms`);
	return { detail: `answered ${status}`, milliseconds };
}
