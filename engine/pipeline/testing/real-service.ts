import { request } from 'undici';
import type { GitHost, Repository } from '../../../e2e/fixtures/git-host.ts';
import { tinyRepository } from '../../../e2e/fixtures/tiny-app.ts';
import type { DeploymentSpec } from '../../spec.ts';
import { deploy } from '../deploy.ts';
import type { Engine } from '../step.ts';
import { memoryRecorder } from './memory-recorder.ts';
import { deploymentSpec } from './spec.ts';

export const randomId = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0');

interface Ground {
	engine: Engine;
	host: GitHost;
	installation: string;
	project: string;
}

/** A service of its own, with a repository that holds the tiny app. */
export async function realService({ engine, host, installation, project }: Ground) {
	const service = `s${randomId()}`;
	const repository: Repository = await host.createRepository(service);
	const push = async (options: Parameters<typeof tinyRepository>[0]) =>
		repository.commit(await tinyRepository(options));
	const spec = (change: Partial<DeploymentSpec> = {}): DeploymentSpec =>
		deploymentSpec({
			installation,
			project,
			service,
			deployment: randomId() + randomId(),
			source: { url: repository.url, branch: 'main', commit: null },
			run: { ...deploymentSpec().run, memoryBytes: 64 * 2 ** 20, stopGraceSeconds: 2 },
			health: { kind: 'http', path: '/', deadlineSeconds: 20 },
			...change
		});
	const run = async (given: DeploymentSpec, signal = AbortSignal.timeout(100_000)) => {
		const recorder = memoryRecorder();
		await deploy(given, { engine, recorder, signal });
		return recorder;
	};
	/** What a visitor is answered, who asks names as the edge does. */
	const visit = async (path = '/') => {
		const [target] = (await engine.names.snapshot())[service]?.targets ?? [];
		if (!target) return null;
		const { body } = await request(`http://${target.address}:${target.port}${path}`, {
			reset: true
		});
		return body.text();
	};
	const containers = async () =>
		(await engine.runtime.list({ 'gantry.service': service })).map(({ name }) => name);
	const images = async () =>
		(await engine.builder.list({ 'gantry.service': service })).map(({ reference }) => reference);
	return { service, push, spec, run, visit, containers, images };
}
