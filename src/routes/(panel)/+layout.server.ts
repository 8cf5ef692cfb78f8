import { redirect } from '@sveltejs/kit';
import { readDiskNotice } from '#lib/server/disk/disk-room.ts';
import { panel, panelEvents } from '#lib/server/panel.ts';
import type { LayoutServerLoad } from './$types';

/** Everything in here is for people who signed in. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
	// Before anything is read: what changes from now on, the page's stream tells.
	const eventMark = panelEvents().mark();
	const email = locals.actor?.email;
	if (!email) redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
	return { email, eventMark, disk: await readDiskNotice(panel().paths.root) };
};
