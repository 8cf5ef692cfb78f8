import { newId } from '#lib/server/db/id.ts';
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
	return {
		installation,
		project,
		service,
		deployment: newId(),
		number: 1,
		appName: 'bench',
		source: { url: 'https://git.invalid/bench.git', branch: 'main', commit: null },
		build: {
			rootDirectory: '',
			dockerfilePath: null,
			dockerfileTarget: null,
			buildArguments: {},
			installCommand: null,
			buildCommand: null,
			startCommand: null,
			outputDirectory: null
		},
		run: {
			port,
			memoryBytes: 512 * 2 ** 20,
			cpuMillis: 0,
			pidsLimit: 512,
			stopGraceSeconds: 10,
			stopSignal: null,
			drainSeconds: 30,
			replicas: 1,
			stopFirst: false,
			releaseCommand: null,
			watchSeconds: 0,
			keepWarmSeconds: 0
		},
		health: { kind: 'http', path: '/', deadlineSeconds },
		variables,
		buildVariables: {},
		volumes: [],
		processes: [],
		isFresh: false,
		previous: null,
		isReturn: false,
		secrets: [],
		image: { reference: image, id: image, port, files: null },
		keepReleases: 5,
		keptImages: []
	};
}
