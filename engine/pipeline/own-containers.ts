import type { Container } from '../runtime/port.ts';
import { type DeploymentSpec, labels, objectNames } from '../spec.ts';
import type { StepContext } from './step.ts';

/**
 * All containers of the service: this deployment's own, those of the release before it, any others, and
 * the runs of cron processes, which end by themselves.
 */
export async function serviceContainers({ spec, engine }: Pick<StepContext, 'spec' | 'engine'>) {
	const found = await engine.runtime.list({
		[labels.installation]: spec.installation,
		[labels.service]: spec.service
	});
	const all = found.filter((one) => !isRun(one));
	const isOf = (deployment: string | null) => {
		if (deployment === null) return () => false;
		const prefix = objectNames.containers(spec.service, deployment);
		return ({ name }: Container) => name.startsWith(prefix);
	};
	const isOwn = isOf(spec.deployment);
	const isPrevious = isOf(spec.previous);
	return {
		own: all.filter(isOwn),
		previous: all.filter((one) => !isOwn(one) && isPrevious(one)),
		others: all.filter((one) => !isOwn(one) && !isPrevious(one)),
		runs: found.filter(isRun)
	};
}

/** It answers requests: no worker, no release command. */
export const isWeb = ({ labels: on }: Container) => on[labels.process] === undefined;

/** One run of a cron process. */
const isRun = ({ labels: on }: Container) => on[labels.run] !== undefined;

export const isRunning = ({ state }: Container) =>
	state === 'running' || state === 'restarting' || state === 'paused';

/** Two versions must not run at once: they would share a volume, or a person said so. */
export const isStopFirst = ({ run, volumes }: Pick<DeploymentSpec, 'run' | 'volumes'>) =>
	run.stopFirst || volumes.length > 0;
