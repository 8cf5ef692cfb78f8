import { labels } from '#engine/spec.ts';
import type { World } from '../world.ts';
import type { Observed } from './plan.ts';

/** What there is of this installation. Errors: docker_unreachable, names_unreachable. */
export async function observe(
	{ engine, installation }: Pick<World, 'engine' | 'installation'>,
	{ images }: { images: boolean }
): Promise<Observed> {
	const own = { [labels.installation]: installation };
	const [containers, networks, found, names, sites] = await Promise.all([
		engine.runtime.list(own),
		engine.runtime.networks(own),
		images ? engine.builder.list(own) : null,
		engine.names.snapshot(),
		engine.sites.list()
	]);
	return { containers, networks, images: found, names, sites };
}
