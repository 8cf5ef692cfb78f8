import { defaultRequestDays } from '#lib/rules/access-row.ts';
import type { Db, Transaction } from '../db/client.ts';
import { installationId } from '../installation/ensure-installation.ts';

export interface AccessSettings {
	/** The edge writes down what visitors ask for. */
	isOn: boolean;
	/** With their whole addresses, not only their networks. */
	wholeAddresses: boolean;
	/** How long it is kept. */
	days: number;
}

/** What is chosen for the whole installation. */
export async function readAccessSettings(db: Db | Transaction): Promise<AccessSettings> {
	const row = await db.installation.findUnique({
		where: { id: installationId },
		select: { accessLog: true, wholeAddresses: true, requestDays: true }
	});
	return {
		isOn: row?.accessLog ?? true,
		wholeAddresses: row?.wholeAddresses ?? false,
		days: row?.requestDays ?? defaultRequestDays
	};
}
