import type { Plan } from '../detect/plan.ts';
import type { DeploymentSpec } from '../spec.ts';

const usual = 3000;

/** The port that the app will listen on: what a person said, what was detected, what the image exposes. */
export function choosePort(
	{ run, variables }: Pick<DeploymentSpec, 'run' | 'variables'>,
	{ plan, exposedPort }: { plan: Plan; exposedPort: number | null }
): number {
	const fromVariable = /^\d{1,5}$/.test(variables.PORT ?? '') ? Number(variables.PORT) : null;
	return run.port ?? fromVariable ?? plan.port?.value ?? exposedPort ?? usual;
}
