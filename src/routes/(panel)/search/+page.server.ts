import { arrange, matching, places } from '#lib/rules/search-hits.ts';
import { readQuery } from '#lib/rules/search-query.ts';
import { search } from '#lib/server/search/search.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, url }) => {
	const text = url.searchParams.get('q') ?? '';
	const { words } = readQuery(text);
	const hits = await search(context, { text });
	return { text, groups: arrange([...matching(places, words), ...hits], words) };
};
