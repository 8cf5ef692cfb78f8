import type { Transaction } from '../db/client.ts';
import { AppError } from '../errors.ts';

/**
 * Marks the volumes of services that are being deleted, if the person named exactly those: data never go
 * along unseen. `named`: the volumes' names, of a project with the app's before each ("shop/data").
 * Errors: volumes_not_confirmed (409) on the field volumes.
 */
export async function markVolumes(
	tx: Transaction,
	going: { services: { id: string; name: string }[]; named: string[]; withApp: boolean; now: Date }
): Promise<void> {
	const appOf = new Map(going.services.map(({ id, name }) => [id, name]));
	const rows = await tx.volume.findMany({
		where: { serviceId: { in: [...appOf.keys()] }, deletedAt: null },
		orderBy: [{ serviceId: 'asc' }, { path: 'asc' }]
	});
	const names = rows.map(({ serviceId, name }) =>
		going.withApp ? `${appOf.get(serviceId)}/${name}` : name
	);
	const named = new Set(going.named);
	if (names.length !== named.size || names.some((name) => !named.has(name))) {
		throw new AppError('volumes_not_confirmed', 409, notConfirmed(names), {
			field: 'volumes',
			hint:
				names.length === 0
					? 'Reload the page and look again.'
					: `To delete these data, too, name them: volumes=${names.join(',')}`
		});
	}
	await tx.volume.updateMany({
		where: { id: { in: rows.map(({ id }) => id) } },
		data: { deletedAt: going.now }
	});
}

function notConfirmed(names: string[]): string {
	if (names.length === 0) return 'The volumes named are not there any more.';
	const what = names.length === 1 ? 'a volume' : 'volumes';
	return `There are data in ${what}: ${names.join(', ')}.`;
}
