import { isFinalState } from '#lib/rules/deployment-state.ts';
import { findDeployment } from '#lib/server/deployments/find-deployment.ts';
import { waitForDeployment } from '#lib/server/events.ts';
import { sendNews } from '#lib/server/logs/follow-log.ts';
import { openStepIndex } from '#lib/server/logs/open-index.ts';
import { panel, panelEvents } from '#lib/server/panel.ts';
import { resumeFrom, sseResponse } from '#lib/server/sse.ts';
import type { RequestHandler } from './$types';

/** The log of a deployment as it grows; ends with the event "end" once the deployment is over. */
export const GET: RequestHandler = async ({ locals: { context }, params, request, url }) => {
	const { id, state } = await findDeployment(context, {
		deploymentId: params.deployment,
		permission: 'projects:see'
	});
	const index = openStepIndex(panel().paths.deploymentLog(id));
	const from = resumeFrom(request, url);

	return sseResponse(async (channel) => {
		let line = from;
		if (!isFinalState(state)) {
			const over = new AbortController();
			const signal = AbortSignal.any([channel.signal, over.signal]);
			waitForDeployment(
				{ db: context.db, events: panelEvents() },
				{ deploymentId: id, signal }
			).then(
				() => over.abort(),
				() => over.abort()
			);
			line = await sendNews({ ...channel, signal }, { index, from, follow: true });
			over.abort();
		}
		// What was written last, after the state changed or before anyone looked.
		await sendNews(channel, { index, from: line, follow: false });
		if (!channel.signal.aborted) await channel.send({ event: 'end', text: '' });
	});
};
