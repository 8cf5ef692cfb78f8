import { parseTheme, themeCookie } from '#lib/rules/theme.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ cookies, locals }) => ({
	theme: parseTheme(cookies.get(themeCookie)),
	email: locals.actor?.email ?? null
});
