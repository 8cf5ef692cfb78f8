import { activity, checks, project, services } from './fixtures-lists.ts';
import { deployments, plan, rows, steps } from './fixtures.ts';
import { checkDesign } from './is-shown.ts';
import type { PageServerLoad } from './$types';

/** Every part of the pages in every state, in both themes, for those who work on them. */
export const load: PageServerLoad = ({ locals: { context } }) => {
	checkDesign(context);
	return { activity, checks, deployments, plan, project, rows, services, steps };
};
