import { labels } from '#engine/spec.ts';
import type { World } from '../world.ts';
import type { Observed } from './plan.ts';

type Ground = Pick<World, 'engine' | 'installation'>;

/** What there is of this installation, but for its images. Errors: docker_unreachable, names_unreachable. */
export async function observe({ engine, installation }: Ground): Promise<Observed> {
	const own = { [labels.installation]: installation };
	const [containers, networks, names, sites] = await Promise.all([
		engine.runtime.list(own),
		engine.runtime.networks(own),
		engine.names.snapshot(),
		engine.sites.list()
	]);
	return { containers, networks, images: null, names, sites };
}

/** Errors: docker_unreachable. */
export const ownImages = ({ engine, installation }: Ground) =>
	engine.builder.list({ [labels.installation]: installation });
