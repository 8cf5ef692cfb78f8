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

export interface Answerer {
	service: Id;
	/** Milliseconds since the epoch; since then visitors read a page of Gantry's instead. null: the app answers. */
	maintenanceSince: number | null;
}

export type FindAnswerer = (row: { host: string; path: string }) => Promise<Answerer | null>;

/** Which service answers under which host, and for which part of it. */
export class HostServices {
	readonly #world: Pick<World, 'db' | 'env'>;
	readonly #clock: () => number;
	#hosts = new Map<string, Owned>();
	#maintained = new Map<Id, number>();
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
	find: FindAnswerer = async ({ host, path }) => {
		const known = this.#known(host);
		const isDue = this.#clock() - this.#loadedAt > patienceMs;
		if (isDue && (this.#isStale || known === undefined)) {
			this.#loadedAt = this.#clock();
			await this.#load().catch(() => (this.#isStale = true));
		}
		const now = this.#known(host);
		if (!now) return null;
		const service = pathFor(path, now.paths)?.service ?? now.owner;
		return { service, maintenanceSince: this.#maintained.get(service) ?? null };
	};

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
				select: { id: true, name: true, maintenanceSince: true, domains: entrySelect.domains }
			})
		]);
		this.#maintained = new Map(
			services.flatMap(({ id, maintenanceSince: since }) => (since ? [[id, since.getTime()]] : []))
		);
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
