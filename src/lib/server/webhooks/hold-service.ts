import type { Service } from '#prisma/client/client.ts';
import type { Transaction } from '../db/client.ts';

/** Holds a service's row until the transaction ends, and has it as it is now; null: it is gone, or is leaving. */
export async function holdService(tx: Transaction, serviceId: string): Promise<Service | null> {
	const [service] = await tx.service.updateManyAndReturn({
		where: { id: serviceId, deletedAt: null },
		data: { id: serviceId }
	});
	return service ?? null;
}
