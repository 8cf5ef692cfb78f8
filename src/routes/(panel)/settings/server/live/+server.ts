import { machineSeries } from '#lib/rules/data-dir.ts';
import { rangeOf } from '#lib/rules/metrics/ranges.ts';
import { authorise } from '#lib/server/auth/authorise.ts';
import { sendTicks } from '#lib/server/metrics/send-ticks.ts';
import { panel } from '#lib/server/panel.ts';
import { sseResponse } from '#lib/server/sse.ts';
import type { RequestHandler } from './$types';

/** Says when the charts of the server have a new point. */
export const GET: RequestHandler = ({ locals: { context }, url }) => {
	authorise(context, 'installation:see');
	const path = panel().paths.metrics(machineSeries, 'machine');
	const { step } = rangeOf(url.searchParams.get('range'));
	return sseResponse((channel) => sendTicks(channel, { path, step }));
};
