import { z } from 'zod';
import { pathPrefixProblem } from '#lib/rules/path-prefix.ts';
import { flag, id, ruled, text } from './fields.ts';

export const pathInput = z.strictObject({
	domainId: id,
	path: ruled('A path is required, e.g. /api', pathPrefixProblem)
});
export type PathInput = z.infer<typeof pathInput>;

/** `app`: name of the service that answers; `strip`: it is asked without the path. */
export const addPathInput = pathInput.extend({
	app: text('Name the app that answers.').min(1, 'Name the app that answers.').max(63),
	strip: flag.default(false)
});
export type AddPathInput = z.infer<typeof addPathInput>;

/** POST /api/v1/apps/{name}/domains/{host}/paths. */
export const newPathRequest = addPathInput.omit({ domainId: true });

/** DELETE /api/v1/apps/{name}/domains/{host}/paths?path=/api. */
export const goingPathQuery = pathInput.omit({ domainId: true });
