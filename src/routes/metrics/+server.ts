import { asAppError } from '#lib/server/db/is-database-down.ts';
import { answerError } from '#lib/server/http/api.ts';
import { authenticateScrape } from '#lib/server/metrics/authenticate-scrape.ts';
import { scrape } from '#lib/server/metrics/scrape.ts';
import { panel } from '#lib/server/panel.ts';
import type { RequestHandler } from './$types';

/** For a Prometheus, with its own token. */
export const GET: RequestHandler = async ({ locals: { context }, request }) => {
	try {
		const header = request.headers.get('authorization');
		await authenticateScrape(context.db, { header, address: context.actor.address });
		return new Response(await scrape(panel()), {
			headers: {
				'content-type': 'text/plain; version=0.0.4; charset=utf-8',
				'cache-control': 'no-store'
			}
		});
	} catch (error) {
		const known = asAppError(error);
		if (!known) throw error;
		return answerError(known);
	}
};
