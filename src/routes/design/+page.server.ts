import { error } from '@sveltejs/kit';
import { dev } from '$app/env';
import { deployments, plan, rows, steps } from './fixtures.ts';
import type { PageServerLoad } from './$types';

/** Every component in every state, for those who work on them; not part of a built panel. */
export const load: PageServerLoad = () => {
	if (!dev) error(404, 'There is no such page.');
	return { deployments, plan, rows, steps };
};
