import { type DeploymentSpec, labels, objectNames } from '../spec.ts';
import type { Runtime } from './port.ts';

/** The network that the containers of a project share, made where it is missing. Errors: network_not_created. */
export function ensureProjectNetwork(
	runtime: Runtime,
	{ installation, project }: Pick<DeploymentSpec, 'installation' | 'project'>
): Promise<void> {
	return runtime.ensureNetwork(objectNames.network(project), {
		[labels.installation]: installation,
		[labels.project]: project
	});
}
