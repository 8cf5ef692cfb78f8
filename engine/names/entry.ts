import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { guestHash } from './gate/guest-password.ts';
import type { NameSnapshot } from './port.ts';

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const namePattern = new RegExp(`^${label}(\\.${label})*$`);
/** `*.` in front stands for one label: all names directly below. */
const hostPattern = new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`);

/** Longest host that still fits a DNS name together with the suffix that Caddy asks with. */
const longestHost = 238;

const target = z.strictObject({
	address: z.string().refine(isIPv4, 'must be an IPv4 address'),
	port: z.int().min(1).max(65535)
});

const hostPath = z.strictObject({
	path: z
		.string()
		.max(200)
		.regex(/^(\/[\w.~-]+)+$/, 'must be a path'),
	service: z.string().max(63),
	strip: z.boolean()
});

const host = z.strictObject({
	host: z.string().max(longestHost).regex(hostPattern, 'must be a lower case host name'),
	certificate: z.boolean(),
	own: z.boolean().optional(),
	redirect: z
		.string()
		.max(longestHost)
		.regex(namePattern, 'must be a lower case host name')
		.optional(),
	paths: z.array(hostPath).max(100).optional()
});

/** `<service>/<release>`: both become labels of a name (dns/inner-names.ts). */
const files = z
	.string()
	.regex(/^[a-z0-9][a-z0-9-]{0,61}\/[a-z0-9][a-z0-9-]{0,61}$/, 'must be a folder of a release')
	.nullable()
	.optional();

const maintenance = z.strictObject({ message: z.string().max(1000).nullable() });

const guest = z.strictObject({
	name: z.string().min(1).max(64),
	hash: z.string().regex(guestHash, 'must be a hash of a password')
});

/** One entry as it comes over the control socket and out of the file. */
export const nameEntry = z.strictObject({
	hosts: z.array(host).max(1000),
	state: z.enum(['live', 'starting', 'stopped']),
	targets: z.array(target).max(1000),
	files,
	filesBefore: files,
	maintenance: maintenance.nullable().optional(),
	guests: z.array(guest).max(100).optional()
});

export const nameChange = nameEntry.partial();

export const serviceId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

export const nameSnapshot = z.record(serviceId, nameEntry) satisfies z.ZodType<NameSnapshot>;
