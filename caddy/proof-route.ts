/** Sent by Gantry's own visits: which upstream answers? */
export const proofHeader = 'Gantry-Proof';

/** The answer: name and port of the upstream that Caddy chose, as names gave them. */
export const answeredByHeader = 'Gantry-Answered-By';

/**
 * Says which upstream answered, to requests from this machine that ask for it: a deployment proves by it
 * that visitors are answered by the new version, and not by an older one or a page of the edge.
 */
export const proofRoute = {
	match: [{ remote_ip: { ranges: ['127.0.0.1/32'] }, header: { [proofHeader]: ['*'] } }],
	handle: [
		// Nobody's visit: it is not counted. The name changed with Caddy 2.8.
		{ handler: 'vars', skip_log: true, log_skip: true },
		{
			handler: 'headers',
			request: { delete: [proofHeader] },
			response: {
				// Only once the upstream has answered; an app's own header of that name is replaced.
				deferred: true,
				set: { [answeredByHeader]: ['{http.reverse_proxy.upstream.hostport}'] }
			}
		}
	]
};
