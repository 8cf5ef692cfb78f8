import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'undici';
import { waitForDeployment } from '#lib/server/events.ts';
import type { Installation } from './installation.ts';

export interface PushedApp {
	/** https://<app>.localhost:<port>/ */
	url: string;
	/** What a Git host sends after a push, signed; resolves with the deployment when it was taken. */
	deliver(push: { before: string; sha: string }, signal: AbortSignal): Promise<string>;
	serviceId: string;
	/** Resolves when the deployment has ended, its tidying too; rejects when it failed. */
	untilEnded(deploymentId: string, signal: AbortSignal): Promise<void>;
}

/** Creates an app by the deploy API and waits until it is live. */
export async function pushedApp(
	installation: Installation,
	{
		repositoryUrl,
		name,
		signal,
		patience = 180_000
	}: { repositoryUrl: string; name: string; signal: AbortSignal; patience?: number }
): Promise<PushedApp> {
	const { db, events, panelUrl, httpsPort, token } = installation;
	const created = await request(`${panelUrl}/api/v1/deploy`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ github_repo: repositoryUrl, app_name: name }),
		headersTimeout: patience,
		signal
	});
	const answer = await created.body.text();
	if (created.statusCode !== 200) throw new Error(`The app was not deployed: ${answer}`);
	const { id: serviceId } = await db.service.findUniqueOrThrow({ where: { name } });
	const secret = await installation.webhookSecret(serviceId);
	return {
		url: `https://${name}.localhost:${httpsPort}/`,
		serviceId,
		async deliver({ before, sha }, within) {
			const body = JSON.stringify(pushEvent(before, sha));
			const { statusCode, body: said } = await request(`${panelUrl}/hooks/github/${serviceId}`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-github-event': 'push',
					'x-github-delivery': randomUUID(),
					'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
				},
				body,
				signal: within
			});
			const text = await said.text();
			const { deploymentId } = JSON.parse(text) as { deploymentId: string | null };
			if (statusCode !== 202 || !deploymentId)
				throw new Error(`The webhook was answered with ${statusCode}: ${text}`);
			return deploymentId;
		},
		async untilEnded(deploymentId, within) {
			const state = await waitForDeployment({ db, events }, { deploymentId, signal: within });
			if (state === 'succeeded') return;
			const { errorMessage } = await db.deployment.findUniqueOrThrow({
				where: { id: deploymentId }
			});
			throw new Error(`Deployment ${deploymentId} ${state}: ${errorMessage}`);
		}
	};
}

/** The parts of GitHub's push event that count. */
function pushEvent(before: string, sha: string) {
	const now = new Date();
	return {
		ref: 'refs/heads/main',
		before,
		after: sha,
		repository: {
			id: 1,
			full_name: 'bench/app',
			pushed_at: Math.floor(now.getTime() / 1000)
		},
		head_commit: {
			id: sha,
			message: 'Change',
			timestamp: now.toISOString(),
			author: { name: 'Ada Example', email: 'ada@example.com' }
		}
	};
}
