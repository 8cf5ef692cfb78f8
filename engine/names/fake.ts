import { AppError } from '../error.ts';
import { nameChange, nameSnapshot, serviceId } from './entry.ts';
import type { Names } from './port.ts';
import { ReachProofs } from './reach.ts';
import { emptyEntry, NameTable } from './table.ts';

/** Names in memory, with the same rules as the process. */
export class FakeNames implements Names {
	table = new NameTable();
	readonly #proofs = new ReachProofs();
	#life = Promise.withResolvers<void>();

	async update(...[service, change]: Parameters<Names['update']>): Promise<void> {
		const id = parsed(serviceId.safeParse(service));
		const entry = {
			...(this.table.entry(id) ?? emptyEntry),
			...parsed(nameChange.safeParse(change))
		};
		this.table.put(id, entry);
	}

	async remove(service: string): Promise<void> {
		this.table.put(parsed(serviceId.safeParse(service)), null);
	}

	async find(service: string) {
		return structuredClone(this.table.entry(parsed(serviceId.safeParse(service))) ?? null);
	}

	async snapshot() {
		return structuredClone(this.table.snapshot());
	}

	async replace(...[snapshot]: Parameters<Names['replace']>): Promise<void> {
		this.table = new NameTable(parsed(nameSnapshot.safeParse(snapshot)));
	}

	async proveReach() {
		return this.#proofs.make();
	}

	async untilGone({ signal }: { signal: AbortSignal }): Promise<void> {
		signal.throwIfAborted();
		const aborted = Promise.withResolvers<never>();
		signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
		await Promise.race([this.#life.promise, aborted.promise]);
	}

	/** Ends, and starts again without its file. */
	restartEmpty(): void {
		this.table = new NameTable();
		this.#life.resolve();
		this.#life = Promise.withResolvers<void>();
	}
}

function parsed<T>(result: { success: true; data: T } | { success: false; error: Error }): T {
	if (result.success) return result.data;
	throw new AppError('names_invalid', 422, `The names are not valid: ${result.error.message}`);
}
