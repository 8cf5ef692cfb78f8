import { json } from '@sveltejs/kit';
import { listSiblings } from '#lib/server/siblings/list-siblings.ts';
import type { RequestHandler } from './$types';

/** Projects, or with `?project=` its services, to switch to. */
export const GET: RequestHandler = async ({ locals: { context }, url: { searchParams } }) =>
	json(
		await listSiblings(context, {
			projectId: searchParams.get('project') ?? undefined,
			words: searchParams.get('q') ?? ''
		})
	);
