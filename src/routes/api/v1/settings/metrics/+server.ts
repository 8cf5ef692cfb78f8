import { changeAccessSettingsInput } from '#lib/schemas/settings.ts';
import { validate } from '#lib/schemas/validate.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import { changeAccessSettings } from '#lib/server/settings/change-access-settings.ts';
import { getMetricsSettings } from '#lib/server/settings/get-metrics-settings.ts';

export const GET = api(async (ctx) => {
	const { requests, token, url } = await getMetricsSettings(ctx);
	return Response.json({ requests, prometheus: { url, isOpen: token !== null } });
});

export const PATCH = api(async (ctx, event) => {
	await changeAccessSettings(ctx, validate(changeAccessSettingsInput, await readJson(event)));
	return Response.json({ status: 'success', message: 'Saved. The edge is being told.' });
});
