import type { HostName, NameEntry } from '#engine/names/port.ts';
import { appHost, type OwnNames } from '#lib/server/settings/own-names.ts';
import type { Prisma } from '#prisma/client/client.ts';

/** What a service's entry is made of, besides its state and who answers. */
export const entrySelect = {
	name: true,
	maintenanceSince: true,
	maintenanceMessage: true,
	guests: { select: { name: true, passwordHash: true }, orderBy: { name: 'asc' } },
	domains: {
		select: {
			host: true,
			state: true,
			redirectTo: true,
			ownCertificate: { select: { id: true } },
			paths: {
				where: { service: { deletedAt: null } },
				select: { path: true, serviceId: true, strip: true },
				orderBy: { path: 'asc' }
			}
		}
	}
} satisfies Prisma.ServiceSelect;

type Row = Prisma.ServiceGetPayload<{ select: typeof entrySelect }>;

/** The part of an entry that people decide on: a deployment leaves it as it is. */
export type WantedEntry = Required<Pick<NameEntry, 'hosts' | 'maintenance' | 'guests'>>;

export function wantedEntry(row: Row, names: OwnNames): WantedEntry {
	return {
		hosts: hostsOf(row, names),
		maintenance: row.maintenanceSince === null ? null : { message: row.maintenanceMessage },
		guests: row.guests.map(({ name, passwordHash: hash }) => ({ name, hash }))
	};
}

/** The app's own host and the attached domains; those that do not point here yet get no certificate. */
export function hostsOf(
	{ name, domains }: Pick<Row, 'name' | 'domains'>,
	names: OwnNames
): HostName[] {
	return [
		{ host: appHost(name, names), certificate: true },
		...domains.map(({ host, state, redirectTo, ownCertificate, paths }) => ({
			host,
			certificate: state === 'active' || ownCertificate !== null,
			...(ownCertificate !== null && { own: true }),
			...(redirectTo !== null && { redirect: redirectTo }),
			...(paths.length > 0 && { paths: paths.map(pathOf) })
		}))
	];
}

const pathOf = ({ path, serviceId: service, strip }: Row['domains'][number]['paths'][number]) => ({
	path,
	service,
	strip
});
