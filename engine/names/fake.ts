import { AppError } from '../error.ts';
import { nameChange, nameSnapshot, serviceId } from './entry.ts';
import type { Names } from './port.ts';
import { emptyEntry, NameTable } from './table.ts';

/** Names in memory, with the same rules as the process. */
export class FakeNames implements Names {
	table = new NameTable();

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

	async snapshot() {
		return structuredClone(this.table.snapshot());
	}

	async replace(...[snapshot]: Parameters<Names['replace']>): Promise<void> {
		this.table = new NameTable(parsed(nameSnapshot.safeParse(snapshot)));
	}
}

function parsed<T>(result: { success: true; data: T } | { success: false; error: Error }): T {
	if (result.success) return result.data;
	throw new AppError('names_invalid', 422, `The names are not valid: ${result.error.message}`);
}
