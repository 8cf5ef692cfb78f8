import { authorise } from '../auth/authorise.ts';
import { inScope } from '../auth/in-scope.ts';
import type { Context } from '../context.ts';
import {
	joinLatest,
	listingColumns,
	toListing,
	type ListingRow
} from '../services/service-listing.ts';
import { knownNames } from '../settings/known-names.ts';
import { appState, type AppState } from './app-state.ts';

export interface AppListing {
	name: string;
	url: string;
	replicas: number;
	status: AppState;
}

/** All apps that the actor may see, by name. */
export async function listApps(ctx: Context): Promise<AppListing[]> {
	const scope = inScope(authorise(ctx, 'projects:see'));
	const [rows, names] = await Promise.all([
		ctx.db.$queryRaw<ListingRow[]>`
			select ${listingColumns}
			from service s join project p on p.id = s.project_id ${joinLatest}
			where s.deleted_at is null and ${scope}
			order by s.name collate "C"`,
		knownNames(ctx.db, ctx.env)
	]);
	return rows
		.map((row) => toListing(row, names))
		.map(({ name, url, state, latest, replicas }) => ({
			name,
			url,
			replicas: state === 'live' || state === 'crashing' ? replicas : 0,
			status: appState(state, latest?.state ?? null)
		}));
}
