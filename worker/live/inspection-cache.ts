import { createHash } from 'node:crypto';
import type { Checkout } from '#engine/checkout/port.ts';
import type { Id } from '#engine/spec.ts';

/** A person who changes a setting and looks again should not wait for another transfer. */
const keptMs = 60_000;

/** Caches of repositories that no service has yet, kept for a minute after their last use. */
export class InspectionCache {
	#timers = new Map<Id, NodeJS.Timeout>();
	#users = new Map<Id, number>();
	#checkout: Checkout;

	constructor(checkout: Checkout) {
		this.#checkout = checkout;
	}

	/** Runs `look` with an id under which the checkout may keep this repository. */
	async use<T>(url: string, look: (id: Id) => Promise<T>): Promise<T> {
		const id = cacheId(url);
		clearTimeout(this.#timers.get(id));
		this.#users.set(id, (this.#users.get(id) ?? 0) + 1);
		try {
			return await look(id);
		} finally {
			const users = (this.#users.get(id) ?? 1) - 1;
			this.#users.set(id, users);
			if (users === 0) this.#timers.set(id, setTimeout(() => void this.#drop(id), keptMs).unref());
		}
	}

	/** Removes everything that is not in use. */
	async clear(): Promise<void> {
		const ids = [...this.#timers.keys()];
		for (const id of ids) clearTimeout(this.#timers.get(id));
		await Promise.all(ids.map((id) => this.#drop(id)));
	}

	async #drop(id: Id): Promise<void> {
		if (this.#users.get(id) !== 0) return;
		this.#timers.delete(id);
		this.#users.delete(id);
		await this.#checkout.remove(id).catch(() => {});
	}
}

/** Never equal to a service's id: those are 20 characters long. */
export function cacheId(url: string): Id {
	return `inspect${createHash('sha256').update(url).digest('hex').slice(0, 24)}`;
}
