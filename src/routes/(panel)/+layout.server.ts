import { redirect } from '@sveltejs/kit';
import { readDiskNotice } from '#lib/server/disk/disk-room.ts';
import { panel } from '#lib/server/panel.ts';
import type { LayoutServerLoad } from './$types';

/** Everything in here is for people who signed in. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
	const email = locals.actor?.email;
	if (!email) redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
	return { email, disk: await readDiskNotice(panel().paths.root) };
};
