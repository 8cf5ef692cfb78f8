import type { CaddyLevel } from './level.ts';
import { proofHeader, proofRoute } from './proof-route.ts';
import { gateHeader, namedProxy } from './proxy-handler.ts';
import type { EdgeNames } from './settings.ts';
import { prefixHeader, upstreamHeader } from './sites-server.ts';

const sent = (header: string) => `{http.request.header.${header}}`;
const answered = (header: string) => `{http.reverse_proxy.header.${header}}`;

/** The visitor's server has said where a request came from; to the gate all seem to come from this machine. */
const passedOn = ['X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host'];
const origin = Object.fromEntries(passedOn.map((header) => [header, [sent(header)]]));

/**
 * Hosts that need a decision on each request are sent here by names, and names is asked once more: which
 * service answers, or which page the visitor reads instead. So a switch for one site is still no change of
 * the configuration, and a host without such a need never comes this way.
 */
export function gateRoute(names: EdgeNames, level: CaddyLevel) {
	const name = '{http.vars.gantry_service}.service.internal';
	return {
		match: [{ header_regexp: { [upstreamHeader]: { pattern: '^gate\\.edge\\.internal\\.?$' } } }],
		handle: [
			askNames(names),
			{ handler: 'subroute', routes: [proofRoute, ofGuests, stripped] },
			namedProxy(names, level, {
				name,
				headers: {
					request: {
						delete: [gateHeader, proofHeader],
						set: { ...origin, [upstreamHeader]: ['{http.reverse_proxy.upstream.host}'] }
					}
				}
			})
		],
		terminal: true
	};
}

/** Their password is the gate's: the app neither needs nor sees it. */
const ofGuests = {
	match: [{ vars: { '{http.vars.gantry_guest}': ['yes'] } }],
	handle: [{ handler: 'headers', request: { delete: ['Authorization'] } }]
};

/** The app is told what it does not see, for the links that it makes. */
const stripped = {
	match: [{ not: [{ vars: { '{http.vars.gantry_strip}': [''] } }] }],
	handle: [
		{ handler: 'rewrite', strip_path_prefix: '{http.vars.gantry_strip}' },
		{ handler: 'headers', request: { set: { [prefixHeader]: ['{http.vars.gantry_strip}'] } } }
	]
};

/** Goes on with the request when the answer is 200; any other answer is the visitor's. */
function askNames({ pagesPort }: EdgeNames) {
	return {
		handler: 'reverse_proxy',
		upstreams: [{ dial: `127.0.0.1:${pagesPort}` }],
		load_balancing: { try_duration: '5s', try_interval: '50ms' },
		rewrite: { method: 'GET' },
		headers: {
			request: {
				// May be long, and says nothing here.
				delete: ['Cookie'],
				set: { ...origin, [gateHeader]: ['1'], [proofHeader]: [sent(proofHeader)] }
			}
		},
		handle_response: [
			{
				match: { status_code: [200] },
				routes: [
					{
						handle: [
							{
								handler: 'vars',
								gantry_service: answered('Gantry-Service'),
								gantry_guest: answered('Gantry-Guest'),
								gantry_strip: answered('Gantry-Strip')
							}
						]
					}
				]
			}
		]
	};
}
