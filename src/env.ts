import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineEnvVars } from '@sveltejs/kit/env';
import { z } from 'zod';

const port = (fallback: number) =>
	z.coerce
		.number<string>('must be a whole number from 1 to 65535')
		.int('must be a whole number from 1 to 65535')
		.min(1, 'must be a whole number from 1 to 65535')
		.max(65535, 'must be a whole number from 1 to 65535')
		.default(fallback);

const hostName = z
	.string()
	.toLowerCase()
	.regex(
		/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
		'must be a host name'
	);

function defaultDataDir(): string {
	if (process.getuid?.() === 0) return '/var/lib/gantry';
	return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local/share'), 'gantry');
}

/** Every environment variable that Gantry reads, for all of its processes. Nothing else reads process.env. */
const settings = {
	GANTRY_DATA_DIR: {
		description: 'Where everything is kept: database, keys, logs, certificates, Git mirrors.',
		schema: z
			.string()
			.default(defaultDataDir)
			.transform((path) => resolve(path))
	},
	GANTRY_PORT: {
		description: 'Port of the panel on loopback.',
		schema: port(3000)
	},
	GANTRY_HTTP_PORT: {
		description: 'Port on which the edge answers HTTP (redirects and ACME).',
		schema: port(80)
	},
	GANTRY_HTTPS_PORT: {
		description: 'Port on which the edge answers HTTPS.',
		schema: port(443)
	},
	GANTRY_BASE_DOMAIN: {
		description:
			"Apps answer at https://<app>.<base domain>. 'localhost' uses Caddy's internal CA, any other domain public ACME. The settings page overrides it.",
		schema: hostName.default('localhost')
	},
	GANTRY_PANEL_DOMAIN: {
		description: 'Host name of the panel through the edge; gantry.<base domain> when unset.',
		schema: hostName.optional()
	},
	GANTRY_ACME_CA: {
		description: "Directory URL of another ACME server than Caddy's default.",
		schema: z.url('must be a URL').optional()
	},
	GANTRY_ACME_EMAIL: {
		description: 'E-mail address given to the ACME server.',
		schema: z.email('must be an e-mail address').optional()
	},
	GANTRY_ACME_ROOT: {
		description: "PEM file with a private ACME server's own certificate.",
		schema: z
			.string()
			.transform((path) => resolve(path))
			.optional()
	},
	GANTRY_CADDY: {
		description: 'Another Caddy binary than the one on the PATH.',
		schema: z
			.string()
			.default('caddy')
			.transform((program) => (program.includes('/') ? resolve(program) : program))
	},
	DATABASE_URL: {
		description: 'An existing Postgres (15 or later) instead of the embedded one.',
		schema: z
			.string()
			.regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
			.optional()
	},
	DOCKER_HOST: {
		description: 'Docker engine: unix:///path or tcp://host:port.',
		schema: z.string().default('unix:///var/run/docker.sock')
	},
	GANTRY_ALLOW_PRIVATE_HOSTS: {
		description:
			'Hosts on private addresses that may be cloned from and notified, comma-separated.',
		schema: z
			.string()
			.default('')
			.transform((list) =>
				list
					.split(',')
					.map((host) => host.trim().toLowerCase())
					.filter(Boolean)
			)
	},
	GANTRY_TERMINAL: {
		description: "Whether people may open a shell in their apps' containers: on or off.",
		schema: z.enum(['on', 'off'], 'must be on or off').default('on')
	},
	GANTRY_DESIGN_PAGE: {
		description: 'Whether /design shows every part of the pages in every state: on or off.',
		schema: z.enum(['on', 'off'], 'must be on or off').default('off')
	},
	GANTRY_GIT_IDLE_SECONDS: {
		description: 'A Git host that sends no byte for so many seconds is given up.',
		schema: z.coerce
			.number<string>('must be a whole number from 1 to 3600')
			.int('must be a whole number from 1 to 3600')
			.min(1, 'must be a whole number from 1 to 3600')
			.max(3600, 'must be a whole number from 1 to 3600')
			.default(60)
	},
	GANTRY_GIT_GIGABYTES: {
		description: 'A repository that sends more than so many gigabytes at once is given up.',
		schema: z.coerce
			.number<string>('must be a whole number from 1 to 1000')
			.int('must be a whole number from 1 to 1000')
			.min(1, 'must be a whole number from 1 to 1000')
			.max(1000, 'must be a whole number from 1 to 1000')
			.default(4)
	}
};

/** For SvelteKit, which checks them at its start, too. */
export const variables = defineEnvVars(settings);

const shape = z.object(
	Object.fromEntries(Object.entries(settings).map(([name, { schema }]) => [name, schema])) as {
		[Name in keyof typeof settings]: (typeof settings)[Name]['schema'];
	}
);

export type Env = z.infer<typeof shape>;

/** Reads and checks all settings; throws one error that names every mistake. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
	const given = Object.fromEntries(
		Object.entries(source).filter(([name, value]) => name in settings && value !== '')
	);
	const result = shape.safeParse(given);
	if (result.success) return result.data;
	const mistakes = result.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
	throw new Error(`These settings are not valid:\n${mistakes.join('\n')}`);
}

/** Names and meanings, for the README and `gantry doctor`. */
export function describeSettings(): { name: string; description: string }[] {
	return Object.entries(settings).map(([name, { description }]) => ({ name, description }));
}
