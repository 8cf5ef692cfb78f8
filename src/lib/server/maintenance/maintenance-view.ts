import type { Service } from '#prisma/client/client.ts';

export interface MaintenanceView {
	since: Date;
	/** Whoever began it; null when that is not known any more. */
	by: string | null;
	/** What visitors read; null: our own words. */
	message: string | null;
}

type Row = Pick<Service, 'maintenanceSince' | 'maintenanceBy' | 'maintenanceMessage'>;

/** null: visitors are answered by the app. */
export function maintenanceView(row: Row): MaintenanceView | null {
	const { maintenanceSince: since, maintenanceBy: by, maintenanceMessage: message } = row;
	return since === null ? null : { since, by, message };
}
