import { z } from 'zod';
import { wholeNumber } from './fields.ts';
import { appName } from './names.ts';
import { port } from './run-settings.ts';
import { branch, commit, gitUrl } from './source.ts';
import { newVariables } from './variables.ts';

const shorthand = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/;

/** `user/repo` on GitHub, or a full Git URL. */
const repository = gitUrl.transform((given) =>
	shorthand.test(given) ? `https://github.com/${given}` : given
);

// Read from its entries: `__proto__` is a key like any other and is refused by name.
const variables = z
	.record(z.string(), z.string({ error: 'The value must be text.' }), {
		error: 'env_vars must be an object of texts.'
	})
	.transform((record): z.input<typeof newVariables> =>
		Object.entries(record).map(([key, value]) => ({ key, value, isSecret: true }))
	)
	.pipe(newVariables);

/** POST /api/v1/deploy, as the deploy API says. Variables given here are kept as secrets. */
export const deployRequest = z.strictObject({
	github_repo: repository,
	app_name: appName,
	branch: branch.default('main'),
	port: port.nullable().default(null),
	env_vars: variables.default([])
});
export type DeployRequest = z.infer<typeof deployRequest>;

/** POST /api/v1/apps/{app_name}/deployments: an existing app, deployed again. */
export const redeployRequest = z.strictObject({
	branch: branch.optional(),
	commit: commit.optional(),
	/** Builds although the same files and settings have an image. */
	fresh: z.boolean({ error: 'fresh must be true or false.' }).optional()
});

export const logsQuery = z.strictObject({
	lines: wholeNumber(1, 10_000, 'lines must be a whole number from 1 to 10000.').default(100)
});
