import { json } from '@sveltejs/kit';
import { search } from '#lib/server/search/search.ts';
import type { RequestHandler } from './$types';

/** What a text finds, a few of each kind. */
export const GET: RequestHandler = async ({ locals: { context }, url }) =>
	json(await search(context, { text: url.searchParams.get('q') ?? '' }));
