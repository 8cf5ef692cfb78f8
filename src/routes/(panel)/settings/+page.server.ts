import { changePasswordInput, passwordMinLength } from '#lib/schemas/auth.ts';
import { changeBuildSettingsInput, changeDomainsInput } from '#lib/schemas/settings.ts';
import { createTokenInput, tokenInput } from '#lib/schemas/tokens.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { changePassword } from '#lib/server/auth/change-password.ts';
import { setSessionCookie } from '#lib/server/auth/session-cookie.ts';
import { addressRecords, machineAddresses } from '#lib/server/domains/machine-addresses.ts';
import { submit } from '#lib/server/forms.ts';
import { getHealth } from '#lib/server/health/get-health.ts';
import { changeBuildSettings } from '#lib/server/settings/change-build-settings.ts';
import { changeDomains } from '#lib/server/settings/change-domains.ts';
import { getBuildSettings } from '#lib/server/settings/get-build-settings.ts';
import { getSettings } from '#lib/server/settings/get-settings.ts';
import { createToken } from '#lib/server/tokens/create-token.ts';
import { listTokens } from '#lib/server/tokens/list-tokens.ts';
import { revokeToken } from '#lib/server/tokens/revoke-token.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context } }) => {
	const isAdmin = context.actor.role === 'admin';
	const [settings, builds, addresses, tokens, health] = await Promise.all([
		isAdmin ? getSettings(context) : null,
		isAdmin ? getBuildSettings(context) : null,
		isAdmin ? machineAddresses(context) : [],
		listTokens(context),
		getHealth(context)
	]);
	const records =
		settings && !settings.isLocal
			? [
					...addressRecords(`*.${settings.baseDomain}`, addresses),
					...addressRecords(settings.panelDomain, addresses)
				]
			: [];
	return { settings, builds, records, tokens, health, passwordMinLength };
};

export const actions: Actions = {
	domains: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await changeDomains(context, validateForm(changeDomainsInput, fields));
			return { notice: 'Saved. The edge is being moved over.' };
		}),
	builds: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await changeBuildSettings(context, validateForm(changeBuildSettingsInput, fields));
			return { notice: 'Saved. It holds from the next build on.' };
		}),
	password: ({ locals: { context, origin }, cookies, request }) =>
		submit(request, async (fields) => {
			const signedIn = await changePassword(context, validateForm(changePasswordInput, fields));
			setSessionCookie(cookies, signedIn, origin);
			return { notice: 'The password was changed; every other session is signed out.' };
		}),
	createToken: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			const { token } = await createToken(context, validateForm(createTokenInput, fields));
			return { notice: 'The token was made.', token };
		}),
	revokeToken: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await revokeToken(context, validateForm(tokenInput, fields));
			return { notice: 'The token was revoked.' };
		})
};
