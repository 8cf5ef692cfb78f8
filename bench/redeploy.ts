import { request } from 'undici';
import { openBarePlace } from './bare/place.ts';
import { bareDeploy } from './bare/deploy.ts';
import { removeOthers } from './bare/docker.ts';
import type { Benchmark } from './benchmark.ts';
import type { Installation } from './product/installation.ts';
import { pushedApp } from './product/pushed-app.ts';
import { openScene } from './product/scene.ts';
import { switchedAt } from './product/switched-at.ts';
import { interleave, ratioOf, said } from './ratio.ts';
import { ratioRow } from './table.ts';

const mark = 0.6;
const name = 'again';
const runDeadline = 120_000;

/**
 * B4: "Deploy" pressed once more, with nothing changed, until the new container has the requests; against
 * the script that fetches, builds, runs and switches.
 */
export const redeploy: Benchmark = {
	id: 'B4',
	title: 'unchanged redeploy',
	async run(options) {
		const { signal, say } = options;
		await using stack = new AsyncDisposableStack();
		const scene = await openScene(stack, options);
		const { installation, folder, caddy } = scene;
		const ours = await scene.repository('ours');
		const app = await pushedApp(installation, { repositoryUrl: ours.url, name, signal });
		const bare = await scene.repository('bare');
		const repositoryUrl = bare.url;
		const place = await openBarePlace(stack, { folder, caddy, repositoryUrl, signal });
		const { sha } = await bare.commit('version 1');
		await bare.push();
		const within = () => AbortSignal.any([signal, AbortSignal.timeout(runDeadline)]);
		const pairs = await interleave(
			options.pairs,
			said(say, 'ours', async () => {
				const begun = performance.now();
				const deploymentId = await deployAgain(installation, within());
				await app.untilEnded(deploymentId, within());
				return (await switchedAt(installation, deploymentId)) - begun;
			}),
			said(say, 'by hand', async () => {
				const begun = performance.now();
				const { container, switched } = await bareDeploy(place, { sha, signal: within() });
				await removeOthers(place.label, container, within());
				return switched - begun;
			})
		);
		const what = '"Deploy" with nothing changed → switched / by hand (fetch, build, run, PATCH)';
		return { rows: [ratioRow('B4', what, ratioOf(pairs), mark)], notes: [] };
	}
};

async function deployAgain({ panelUrl, token }: Installation, signal: AbortSignal) {
	const { statusCode, body } = await request(`${panelUrl}/api/v1/apps/${name}/deployments`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${token}`,
			'content-type': 'application/json',
			prefer: 'respond-async'
		},
		body: '{}',
		signal
	});
	const answer = await body.text();
	if (statusCode !== 202) throw new Error(`It was not deployed again: ${answer}`);
	return (JSON.parse(answer) as { build_id: string }).build_id;
}
