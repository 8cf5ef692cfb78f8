import type { RequestEvent } from '@sveltejs/kit';
import { afterAll, beforeAll, vi } from 'vitest';
import { handle } from '../../../hooks.server.ts';
import * as app from '../../../routes/api/v1/apps/[name]/+server.ts';
import * as redeploy from '../../../routes/api/v1/apps/[name]/deployments/+server.ts';
import * as domain from '../../../routes/api/v1/apps/[name]/domains/[domain]/+server.ts';
import * as certificate from '../../../routes/api/v1/apps/[name]/domains/[domain]/certificate/+server.ts';
import * as domainCheck from '../../../routes/api/v1/apps/[name]/domains/[domain]/check/+server.ts';
import * as paths from '../../../routes/api/v1/apps/[name]/domains/[domain]/paths/+server.ts';
import * as domains from '../../../routes/api/v1/apps/[name]/domains/+server.ts';
import * as guests from '../../../routes/api/v1/apps/[name]/guests/+server.ts';
import * as guest from '../../../routes/api/v1/apps/[name]/guests/[guest]/+server.ts';
import * as maintenance from '../../../routes/api/v1/apps/[name]/maintenance/+server.ts';
import * as process from '../../../routes/api/v1/apps/[name]/processes/[process]/+server.ts';
import * as runs from '../../../routes/api/v1/apps/[name]/processes/[process]/runs/+server.ts';
import * as processes from '../../../routes/api/v1/apps/[name]/processes/+server.ts';
import * as threshold from '../../../routes/api/v1/apps/[name]/thresholds/[measure]/+server.ts';
import * as thresholds from '../../../routes/api/v1/apps/[name]/thresholds/+server.ts';
import * as volume from '../../../routes/api/v1/apps/[name]/volumes/[volume]/+server.ts';
import * as volumes from '../../../routes/api/v1/apps/[name]/volumes/+server.ts';
import * as logs from '../../../routes/api/v1/apps/[name]/logs/+server.ts';
import * as status from '../../../routes/api/v1/apps/[name]/status/+server.ts';
import * as apps from '../../../routes/api/v1/apps/+server.ts';
import * as deploy from '../../../routes/api/v1/deploy/+server.ts';
import * as serverThreshold from '../../../routes/api/v1/settings/thresholds/[measure]/+server.ts';
import * as serverThresholds from '../../../routes/api/v1/settings/thresholds/+server.ts';
import * as rest from '../../../routes/api/v1/[...rest]/+server.ts';
import * as health from '../../../routes/health/+server.ts';
import * as hook from '../../../routes/hooks/github/[service]/+server.ts';
import { closePanel } from '../panel.ts';
import type { TestWorld } from '../testing/world.ts';

type Endpoint = Record<string, (event: never) => Response | Promise<Response>>;

/** Every route that programs call: id → its endpoint. */
export const endpoints: Record<string, Endpoint> = {
	'/api/v1/deploy': deploy,
	'/api/v1/apps': apps,
	'/api/v1/apps/[name]': app,
	'/api/v1/apps/[name]/status': status,
	'/api/v1/apps/[name]/logs': logs,
	'/api/v1/apps/[name]/deployments': redeploy,
	'/api/v1/apps/[name]/domains': domains,
	'/api/v1/apps/[name]/domains/[domain]': domain,
	'/api/v1/apps/[name]/domains/[domain]/check': domainCheck,
	'/api/v1/apps/[name]/domains/[domain]/certificate': certificate,
	'/api/v1/apps/[name]/domains/[domain]/paths': paths,
	'/api/v1/apps/[name]/guests': guests,
	'/api/v1/apps/[name]/guests/[guest]': guest,
	'/api/v1/apps/[name]/maintenance': maintenance,
	'/api/v1/apps/[name]/processes': processes,
	'/api/v1/apps/[name]/processes/[process]': process,
	'/api/v1/apps/[name]/processes/[process]/runs': runs,
	'/api/v1/apps/[name]/thresholds': thresholds,
	'/api/v1/apps/[name]/thresholds/[measure]': threshold,
	'/api/v1/apps/[name]/volumes': volumes,
	'/api/v1/apps/[name]/volumes/[volume]': volume,
	'/api/v1/settings/thresholds': serverThresholds,
	'/api/v1/settings/thresholds/[measure]': serverThreshold,
	'/api/v1/[...rest]': rest,
	'/health': health,
	'/hooks/github/[service]': hook
};

/** Has this test file's panel work with the world's database and data directory. */
export function usePanel(world: TestWorld): void {
	beforeAll(() => {
		vi.stubEnv('DATABASE_URL', world.url);
		vi.stubEnv('GANTRY_DATA_DIR', world.dataDir);
		vi.stubEnv('GANTRY_BASE_DOMAIN', world.env.GANTRY_BASE_DOMAIN);
		vi.stubEnv('GANTRY_PORT', String(world.env.GANTRY_PORT));
	});
	afterAll(closePanel);
}

/** The framework's own part, as small as it can be: which endpoint a path belongs to. */
function route(pathname: string) {
	for (const [id, endpoint] of Object.entries(endpoints)) {
		const source = id.replace(/\[\.\.\.(\w+)\]/, '(?<$1>.*)').replace(/\[(\w+)\]/g, '(?<$1>[^/]+)');
		const match = new RegExp(`^${source}$`).exec(pathname);
		if (match) return { id, endpoint, params: { ...match.groups } };
	}
	throw new Error(`no route for ${pathname}`);
}

/** Sends a request through hooks.server.ts to its endpoint, as the built panel does. */
export async function send(
	path: string,
	{
		method = 'GET',
		headers = {},
		body
	}: { method?: string; headers?: HeadersInit; body?: BodyInit }
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
	const url = new URL(path, 'https://localhost:3000');
	const { id, endpoint, params } = route(url.pathname);
	const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
	request.headers.set('host', 'localhost:3000');
	const event = {
		request,
		url,
		params,
		route: { id },
		locals: {},
		cookies: { get: () => undefined },
		isDataRequest: false,
		getClientAddress: () => '127.0.0.1'
	} as unknown as RequestEvent;
	const response = await handle({
		event,
		resolve: async (resolved) => {
			const answer = endpoint[method] ?? endpoint.fallback;
			return answer
				? answer(resolved as never)
				: new Response('', { status: 405, headers: { allow: Object.keys(endpoint).join(', ') } });
		}
	});
	const answer = (await response.json()) as Record<string, unknown>;
	return { status: response.status, body: answer, headers: response.headers };
}
