import { isFinalState } from '#lib/rules/deployment-state.ts';
import { findDeployment } from '#lib/server/deployments/find-deployment.ts';
import { waitForDeployment } from '#lib/server/events.ts';
import { resumeOffset, sendLog } from '#lib/server/logs/shown-log.ts';
import { panel, panelEvents } from '#lib/server/panel.ts';
import { sseResponse } from '#lib/server/sse.ts';
import type { RequestHandler } from './$types';

/** The log of a deployment as it grows; ends with the event "end" once the deployment is over. */
export const GET: RequestHandler = async ({ locals: { context }, params, request, url }) => {
	const { id, state } = await findDeployment(context, {
		deploymentId: params.deployment,
		permission: 'projects:see'
	});
	const path = panel().paths.deploymentLog(id);
	const from = resumeOffset(request, url);

	return sseResponse(async (channel) => {
		let offset = from;
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
			offset = await sendLog({ ...channel, signal }, { path, from, follow: true });
			over.abort();
		}
		// What was written last, after the state changed or before anyone looked.
		await sendLog(channel, { path, from: offset, follow: false });
		if (!channel.signal.aborted) await channel.send({ event: 'end', text: '' });
	});
};
