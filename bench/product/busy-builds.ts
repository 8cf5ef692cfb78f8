import { request } from 'undici';
import { tinyRepository } from '../../e2e/fixtures/tiny-app.ts';
import type { Scene } from './scene.ts';

/** More than any measurement waits for: the builds end with the installation. */
const endless = 100_000_000;
const untilBusy = 60_000;

/** Starts so many builds that print without end; resolves when each of them runs or waits for its turn. */
export async function startBuilds(
	{ host, installation }: Pick<Scene, 'host' | 'installation'>,
	{ count, signal }: { count: number; signal: AbortSignal }
): Promise<void> {
	const { panelUrl, token, db, events } = installation;
	const within = AbortSignal.any([signal, AbortSignal.timeout(untilBusy)]);
	for (let build = 0; build < count; build++) {
		const name = `busy-${build}`;
		const lines = [`RUN ["/app","flood","${endless + build}"]`];
		const repository = await host.createRepository(name);
		await repository.commit(await tinyRepository({ version: name, lines }));
		const { statusCode, body } = await request(`${panelUrl}/api/v1/deploy`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${token}`,
				'content-type': 'application/json',
				prefer: 'respond-async'
			},
			body: JSON.stringify({ github_repo: repository.url, app_name: name }),
			signal: within
		});
		const answer = await body.text();
		if (statusCode !== 202) throw new Error(`The build was not taken: ${answer}`);
	}
	const building = () => db.step.count({ where: { name: 'build', state: 'running' } });
	let heard = Promise.withResolvers<void>();
	const unsubscribe = events.subscribe(() => heard.resolve());
	try {
		while ((await building()) < count) {
			within.throwIfAborted();
			await heard.promise;
			heard = Promise.withResolvers();
		}
	} finally {
		unsubscribe();
	}
}
