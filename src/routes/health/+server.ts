import { getHealth } from '#lib/server/health/get-health.ts';
import { panel } from '#lib/server/panel.ts';
import type { RequestHandler } from './$types';

/** For monitors and the supervisor. States only: details are for those who signed in. */
export const GET: RequestHandler = async () => {
	const { status, version, checks } = await getHealth(panel());
	const states = Object.fromEntries(
		Object.entries(checks).map(([name, { ok }]) => [name, ok ? 'ok' : 'failed'])
	);
	return Response.json(
		{ status, version, checks: states },
		{ status: status === 'down' ? 503 : 200 }
	);
};
