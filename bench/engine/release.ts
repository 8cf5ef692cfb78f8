import { newId } from '#lib/server/db/id.ts';
import { deploymentSpec } from '#engine/pipeline/testing/spec.ts';
import type { DeploymentSpec, Id, Variables } from '#engine/spec.ts';

/** One service, deployed again and again from one image. */
export interface Release {
	installation: Id;
	project: Id;
	service: Id;
	/** Docker's content id. */
	image: string;
	port: number;
}

/** A deployment that builds nothing, as a rollback or changed variables make it. */
export function releaseSpec(
	{ installation, project, service, image, port }: Release,
	{ variables, deadlineSeconds }: { variables: Variables; deadlineSeconds: number }
): DeploymentSpec {
	return deploymentSpec({
		installation,
		project,
		service,
		deployment: newId(),
		run: { ...deploymentSpec().run, port },
		health: { kind: 'http', path: '/', deadlineSeconds },
		variables,
		image: { reference: image, id: image, port, files: null }
	});
}
