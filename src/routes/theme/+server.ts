import { redirect } from '@sveltejs/kit';
import { parseTheme, themeCookie } from '#lib/rules/theme.ts';
import type { RequestHandler } from './$types';

const year = 365 * 24 * 60 * 60;

/** Remembers the chosen theme and goes back to the page it was chosen on. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const fields = await request.formData();
	const theme = parseTheme(String(fields.get('theme')));
	cookies.set(themeCookie, theme, {
		path: '/',
		maxAge: year,
		sameSite: 'lax',
		httpOnly: true,
		secure: url.protocol === 'https:'
	});
	const from = URL.parse(request.headers.get('referer') ?? '', url);
	redirect(303, from?.origin === url.origin ? from.pathname + from.search : '/');
};
