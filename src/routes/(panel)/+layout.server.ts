import { redirect } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

/** Everything in here is for people who signed in. */
export const load: LayoutServerLoad = ({ locals, url }) => {
	const email = locals.actor?.email;
	if (!email) redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
	return { email };
};
