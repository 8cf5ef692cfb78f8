import { error, redirect } from '@sveltejs/kit';
import { claimInput, passwordMinLength } from '#lib/schemas/auth.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { setSessionCookie } from '#lib/server/auth/session-cookie.ts';
import { machineAddresses } from '#lib/server/domains/machine-addresses.ts';
import { submit } from '#lib/server/forms.ts';
import { checkMachine } from '#lib/server/installation/check-machine.ts';
import { claimInstallation } from '#lib/server/installation/claim-installation.ts';
import { isSetupToken } from '#lib/server/installation/is-setup-token.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context, isClaimed }, url }) => {
	if (isClaimed) error(404, 'This installation is set up already.', { hint: 'Sign in.' });
	const token = url.searchParams.get('token') ?? '';
	const { baseDomain } = await loadOwnNames(context.db, context.env);
	const page = { token, passwordMinLength, defaultBaseDomain: baseDomain };
	if (!(await isSetupToken(context.db, token)))
		return { ...page, isValid: false, addresses: [], checks: [] };
	const [checks, addresses] = await Promise.all([checkMachine(context), machineAddresses(context)]);
	return { ...page, isValid: true, addresses, checks };
};

export const actions: Actions = {
	claim: ({ locals: { context, origin }, cookies, request }) =>
		submit(request, async (fields) => {
			const userAgent = request.headers.get('user-agent');
			const input = validateForm(claimInput, fields);
			const signedIn = await claimInstallation(context, { ...input, userAgent });
			setSessionCookie(cookies, signedIn, origin);
			redirect(303, '/');
		})
};
