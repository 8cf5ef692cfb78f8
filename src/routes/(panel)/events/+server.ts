import { panelEvents } from '#lib/server/panel.ts';
import { sseResponse } from '#lib/server/sse.ts';
import { sendVisibleEvents } from '#lib/server/visible-events.ts';
import type { RequestHandler } from './$types';

/** What changes, while it changes: the one stream of a page. */
export const GET: RequestHandler = ({ locals: { context }, url }) => {
	const after = url.searchParams.get('after');
	return sseResponse((channel) =>
		sendVisibleEvents(channel, { context, events: panelEvents(), after })
	);
};
