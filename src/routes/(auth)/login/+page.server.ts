import { redirect } from '@sveltejs/kit';
import { localPath, loginInput } from '#lib/schemas/auth.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { login } from '#lib/server/auth/login.ts';
import { setSessionCookie } from '#lib/server/auth/session-cookie.ts';
import { submit } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (locals.actor) redirect(303, localPath(url.searchParams.get('next')));
};

export const actions: Actions = {
	login: ({ locals: { context, origin }, cookies, request, url }) =>
		submit(request, async (fields) => {
			const userAgent = request.headers.get('user-agent');
			const signedIn = await login(context, { ...validateForm(loginInput, fields), userAgent });
			setSessionCookie(cookies, signedIn, origin);
			redirect(303, localPath(url.searchParams.get('next')));
		})
};
