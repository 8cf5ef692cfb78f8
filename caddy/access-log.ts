import type { AccessLogSettings } from './settings.ts';

/** What the worker has not read yet must not fill the disk. */
const rollMegabytes = 16;
const rollKeep = 4;

/**
 * Names of values in an address that nobody should find in a file. A name that is spelt with escapes
 * could be any of them.
 */
const secretName =
	'[^=&]*(?:token|secret|passw|pwd|api[-_]?key|access[-_]?key|auth|signature|credential|session|jwt|%)[^=&]*|key|code|sig|otp|pin|state';

/** Its own file, which the worker reads, and which survives a worker that is down. */
export function accessLogFile({ path }: AccessLogSettings) {
	return {
		output: 'file',
		filename: path,
		roll_size_mb: rollMegabytes,
		roll_keep: rollKeep,
		// The worker reads what was rolled while it was down.
		roll_gzip: false
	};
}

/**
 * What is written of an answer. Headers never are, neither those of a request (cookies, credentials) nor
 * of an answer; of an address in the query the secret values are not; of a visitor's address only the network.
 */
export function accessEncoder({ wholeAddresses }: AccessLogSettings) {
	const masked = { filter: 'ip_mask', ipv4_cidr: 24, ipv6_cidr: 48 };
	const gone = { filter: 'delete' };
	return {
		format: 'filter',
		wrap: { format: 'json' },
		fields: {
			'request>headers': gone,
			'request>tls': gone,
			'request>remote_port': gone,
			resp_headers: gone,
			user_id: gone,
			'request>uri': {
				filter: 'regexp',
				regexp: `(?i)([?&](?:${secretName})=)[^&]*`,
				value: '${1}***'
			},
			...(!wholeAddresses && { 'request>remote_ip': masked, 'request>client_ip': masked })
		}
	};
}
