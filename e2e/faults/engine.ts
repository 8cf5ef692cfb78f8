import { setTimeout as wait } from 'node:timers/promises';
import { startCurrentEngine } from '../fixtures/current-engine.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { expectThat, type Experiment } from './experiment.ts';
import { onOwnGround } from './ground.ts';
import { until } from './moments.ts';
import { whilePanelAnswers } from './panel-visitor.ts';

const megabyte = 2 ** 20;

const awaySeconds = 30;

export const restarted: Experiment = {
	id: 'F16',
	strike: `Docker stopped for ${awaySeconds} s during a build, beside apps with a volume and with two replicas`,
	async run() {
		const engine = await startCurrentEngine();
		try {
			return await onOwnGround({ settings: { DOCKER_HOST: engine.host } }, async (ground) => {
				const app = await ground.app({ service: { watchSeconds: 30 } });
				const stored = await ground.app({ volume: '/data' });
				const twin = await ground.app({ input: { replicas: 2 } });
				await stored.append('one-');
				// Without Docker no container runs.
				for (const each of ground.apps) each.mayFail = true;
				const id = await app.push('two', { lines: ['RUN ["/app", "sleep", "3"]'] });
				await app.logs(id, 'tick');
				const begun = performance.now();
				await engine.halt();
				const health = async () =>
					(await (await fetch(new URL('/health', ground.product.panelUrl))).json()) as {
						checks: { docker: string };
					};
				await until('the panel to tell of it', async () => {
					return (await health()).checks.docker === 'failed';
				});
				await wait(awaySeconds * 1000 - (performance.now() - begun));
				await engine.start();
				await app.succeeds(id, 'two');
				for (const each of [app, stored, twin]) {
					const triggers = (await each.deployments()).map(({ trigger }) => trigger);
					expectThat(!triggers.includes('recovery'), 'it was taken for a crash of the app');
				}
				await until('the volume', async () => (await stored.append('two')).startsWith('one-two'));
				await until('the panel to see it again', async () => {
					return (await health()).checks.docker === 'ok';
				});
				const service = { id: app.serviceId };
				const { state } = await ground.db.service.findUniqueOrThrow({ where: service });
				expectThat(state === 'live', `the service is ${state}`);
				return 'the panel told of it; the build was done again and succeeded; all containers came back, the volume with its data; nobody was blamed';
			});
		} finally {
			await engine.stop();
		}
	}
};

export const full: Experiment = {
	id: 'F18',
	strike: 'a build fills the disk of Docker (an engine with a disk of 400 MB)',
	async run() {
		const engine = await startCurrentEngine({ diskBytes: 400 * megabyte });
		const docker = connectDocker(engine.host);
		try {
			return await onOwnGround({ settings: { DOCKER_HOST: engine.host } }, async (ground) => {
				const app = await ground.app();
				const { result, words } = await whilePanelAnswers(ground, app, async () =>
					app.ended(await app.push('two', { lines: ['RUN ["/app", "fill", "/big"]'] }))
				);
				const { state, errorMessage } = result;
				expectThat(state === 'failed', `it ${state}`);
				expectThat(/disk/i.test(errorMessage ?? ''), `not named: ${errorMessage}`);
				await app.succeeds(await app.push('three'), 'three');
				const { Containers } = await docker.info();
				expectThat(Containers === 1, `${Containers} containers are left`);
				return `"${errorMessage}"; the app served, ${words}, and the next push went live without anybody's help`;
			});
		} finally {
			await engine.stop();
		}
	}
};
