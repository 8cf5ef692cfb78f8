import type { Id } from '#engine/spec.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { entrySelect, hostsOf } from '../reconcile/wanted-entry.ts';
import type { World } from '../world.ts';

/** A host that nobody knows is asked for all day long; the database is not asked about each. */
const patienceMs = 5_000;

/** Which service answers under which host. */
export class HostServices {
	readonly #world: Pick<World, 'db' | 'env'>;
	readonly #clock: () => number;
	#hosts = new Map<string, Id>();
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
	async find(host: string): Promise<Id | null> {
		const known = this.#hosts.get(host);
		const isDue = this.#clock() - this.#loadedAt > patienceMs;
		if (isDue && (this.#isStale || known === undefined)) {
			this.#loadedAt = this.#clock();
			await this.#load().catch(() => (this.#isStale = true));
		}
		return this.#hosts.get(host) ?? null;
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
				hostsOf(service, names).map(({ host }): [string, Id] => [host, service.id])
			)
		);
	}
}
