import type { AppError } from '../../error.ts';
import { type DeploymentSpec, objectNames } from '../../spec.ts';
import { deploy } from '../deploy.ts';
import { memoryEngine } from './memory-engine.ts';
import { memoryRecorder } from './memory-recorder.ts';
import { deploymentSpec } from './spec.ts';

export const dockerfile = 'FROM node:24-slim\nEXPOSE 8080\nCMD ["node", "server.js"]\n';

const { service } = deploymentSpec();

/** A service with one commit in memory, and deployments of it as the worker would run them. */
export async function memoryDeployments() {
	const engine = memoryEngine();
	let count = 0;
	const push = (text: string) =>
		engine.checkout.commit({ Dockerfile: dockerfile, 'server.js': text });
	push('one');
	await engine.names.update(service, { hosts: [{ host: 'shop.localhost', certificate: true }] });

	/** Runs the next deployment, cancelled in one of its steps if told; gives what was recorded and how it ended. */
	async function run(change: Partial<DeploymentSpec> = {}, { cancelAt = '' } = {}) {
		const recorder = memoryRecorder();
		const cancel = new AbortController();
		recorder.stepStarted = async (name) => {
			if (name === cancelAt) setTimeout(() => cancel.abort(new Error('cancelled')), 5);
		};
		const deployment = `${String(++count).padStart(8, '0')}${'x'.repeat(12)}`;
		const spec = deploymentSpec({ deployment, ...change });
		const error = await deploy(spec, { engine, recorder, signal: cancel.signal }).then(
			() => null,
			(reason: unknown) => reason as AppError
		);
		return { recorder, error, spec, name: objectNames.container(service, spec.deployment) };
	}

	return {
		engine,
		push,
		run,
		entry: async () => (await engine.names.snapshot())[service],
		containers: () => [...engine.runtime.containers.keys()],
		images: () => [...engine.builder.images.keys()]
	};
}
