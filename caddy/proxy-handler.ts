import { understands, type CaddyLevel } from './level.ts';
import type { EdgeNames } from './settings.ts';
import { proofHeader } from './proof-route.ts';
import { upstreamHeader } from './sites-server.ts';

/** An answer is at most this old: a switch is visible after it. */
const refresh = '50ms';

/** Headers by which a client could pretend to be somewhere else. Caddy sets X-Forwarded-For, -Host and -Proto. */
const forgeable = [
	'Forwarded',
	'X-Forwarded-Port',
	'X-Forwarded-Prefix',
	'X-Forwarded-Scheme',
	'X-Forwarded-Server',
	'X-Forwarded-Ssl',
	'X-Original-Host',
	'X-Original-URL',
	'X-Rewrite-URL',
	'X-Host'
];

/** Tells the inner server which page is wanted, whatever the host's state. */
export const pageHeader = 'Gantry-Page';

/** Asks whether a request passes the gate, and where to. */
export const gateHeader = 'Gantry-Gate';

/** What only the edge says to its own inner servers. */
const internal = [pageHeader, gateHeader, proofHeader];

const headers = {
	request: {
		delete: [...forgeable, ...internal],
		set: {
			'X-Real-IP': ['{http.request.remote.host}'],
			[upstreamHeader]: ['{http.reverse_proxy.upstream.host}']
		}
	}
};

interface NamedProxy {
	/** What names is asked for; may hold placeholders. */
	name: string;
	/** Changes of headers; those of a visitor's request unless told. */
	headers?: object;
}

/** Goes to wherever names says. */
export function namedProxy(
	names: EdgeNames,
	level: CaddyLevel,
	{ name, headers: changes = headers }: NamedProxy
) {
	const resolver = { addresses: [`unix/${names.dnsSocket}`] };
	return {
		handler: 'reverse_proxy',
		dynamic_upstreams: {
			source: 'srv',
			// The last dot keeps the search domains of /etc/resolv.conf out.
			name: `${name}.`,
			refresh,
			resolver,
			...(understands(level, '2.8') && { grace_period: '250ms' })
		},
		load_balancing: { try_duration: '5s', try_interval: '50ms' },
		headers: changes,
		...(understands(level, '2.7') && { stream_close_delay: '24h' }),
		transport: {
			protocol: 'http',
			resolver,
			compression: false,
			// Shorter than the keep-alive of usual app servers (gunicorn 2 s, Node 5 s): a connection
			// that the app is just closing must not be given the next request.
			keep_alive: { idle_timeout: '1500ms', max_idle_conns_per_host: 256 }
		}
	};
}

/** Goes to the inner server, which answers with a page: the host's, or what is told. */
export function pagesProxy({ pagesPort }: EdgeNames, page?: 'failed' | 'reach') {
	return {
		handler: 'reverse_proxy',
		upstreams: [{ dial: `127.0.0.1:${pagesPort}` }],
		load_balancing: { try_duration: '5s', try_interval: '50ms' },
		headers: page ? { request: { set: { [pageHeader]: [page] } } } : headers
	};
}
