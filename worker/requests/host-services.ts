import { pathFor } from '#engine/names/host-paths.ts';
import type { HostPath } from '#engine/names/port.ts';
import { wildcardOf } from '#engine/names/table.ts';
import type { Id } from '#engine/spec.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { entrySelect, hostsOf } from '../reconcile/wanted-entry.ts';
import type { World } from '../world.ts';

/** A host that nobody knows is asked for all day long; the database is not asked about each. */
const patienceMs = 5_000;

interface Owned {
	owner: Id;
	paths: HostPath[];
}

interface Asked {
	host: string;
	path: string;
}

/** Which service answers under which host, and for which part of it. */
export class HostServices {
	readonly #world: Pick<World, 'db' | 'env'>;
	readonly #clock: () => number;
	#hosts = new Map<string, Owned>();
	#isStale = true;
	#loadedAt = -Infinity;

	constructor(world: Pick<World, 'db' | 'env'>, clock = Date.now) {
		this.#world = world;
		this.#clock = clock;
	}

	/** Names were given or taken: they are read again when they are next needed. */
	changed(): void {
		this.#isStale = true;
	}

	/** null for a host of nobody, or of the panel. Without a database what was known holds. */
	async find({ host, path }: Asked): Promise<Id | null> {
		const known = this.#known(host);
		const isDue = this.#clock() - this.#loadedAt > patienceMs;
		if (isDue && (this.#isStale || known === undefined)) {
			this.#loadedAt = this.#clock();
			await this.#load().catch(() => (this.#isStale = true));
		}
		const now = this.#known(host);
		return now ? (pathFor(path, now.paths)?.service ?? now.owner) : null;
	}

	#known(host: string): Owned | undefined {
		return this.#hosts.get(host) ?? this.#hosts.get(wildcardOf(host) ?? '');
	}

	async #load(): Promise<void> {
		const { db, env } = this.#world;
		this.#isStale = false;
		const [names, services] = await Promise.all([
			loadOwnNames(db, env),
			db.service.findMany({
				where: { deletedAt: null },
				select: { id: true, name: true, domains: entrySelect.domains }
			})
		]);
		this.#hosts = new Map(
			services.flatMap((service) =>
				hostsOf(service, names).map(({ host, paths = [] }): [string, Owned] => [
					host,
					{ owner: service.id, paths }
				])
			)
		);
	}
}
