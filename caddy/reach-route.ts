import { pagesProxy } from './proxy-handler.ts';
import type { EdgeNames } from './settings.ts';

/**
 * Gantry's own question whether a host leads here, which names answers for every host, whoever it belongs to: no
 * deployment and no redirect may stand before it.
 */
export function reachRoute(names: EdgeNames) {
	return {
		match: [{ path: ['/.well-known/gantry/*'] }],
		// Nobody's visit: it is not counted. The name changed with Caddy 2.8.
		handle: [{ handler: 'vars', skip_log: true, log_skip: true }, pagesProxy(names, 'reach')],
		terminal: true
	};
}
