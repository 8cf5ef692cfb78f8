import { createHash } from 'node:crypto';
import { shellArgv } from '../detect/start-command.ts';
import { type BuiltImage, type DeploymentSpec, labels, objectNames } from '../spec.ts';
import { planContainer } from './container-plan.ts';
import type { ContainerPlan } from './port.ts';

/** The containers of the workers of a release: its image, variables, volumes and limits, without a port. */
export function planWorkers(spec: DeploymentSpec, image: BuiltImage): ContainerPlan[] {
	return spec.processes.flatMap(({ name, command, replicas }) =>
		Array.from({ length: replicas }, (_none, index) => ({
			...planProcess(spec, image, { name, command }),
			name: objectNames.worker(spec.service, spec.deployment, { name, replica: index + 1 })
		}))
	);
}

/** The container of one run of a cron process. */
export function planRun(
	spec: DeploymentSpec,
	image: BuiltImage,
	{ name, command, at }: { name: string; command: string; at: Date }
): ContainerPlan {
	const plan = planProcess(spec, image, { name, command });
	return {
		...plan,
		name: objectNames.run(spec.service, name, at),
		labels: { ...plan.labels, [labels.run]: at.toISOString() },
		restarts: false
	};
}

function planProcess(
	spec: DeploymentSpec,
	image: BuiltImage,
	{ name, command }: { name: string; command: string }
): ContainerPlan {
	const web = planContainer(spec, image);
	const { [labels.port]: _, ...own } = web.labels;
	return {
		...web,
		labels: { ...own, [labels.process]: name, [labels.command]: commandKey(command) },
		command: shellArgv(command.trim()),
		variables: spec.variables
	};
}

/** Tells commands apart in a label. */
export function commandKey(command: string): string {
	return createHash('sha256').update(command.trim()).digest('hex').slice(0, 12);
}
