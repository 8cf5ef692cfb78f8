import { dev } from '$app/env';
import { error } from '@sveltejs/kit';
import type { Context } from '#lib/server/context.ts';

/** Errors: 404, unless somebody works on the pages. */
export function checkDesign({ env }: Context): void {
	if (!dev && env.GANTRY_DESIGN_PAGE !== 'on') error(404, 'There is no such page.');
}
