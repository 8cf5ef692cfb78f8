import type { BuiltImage, DeploymentSpec } from '../../spec.ts';

/** A deployment as the worker would hand it over; `change` says what matters to a test. */
export function deploymentSpec(change: Partial<DeploymentSpec> = {}): DeploymentSpec {
	return {
		installation: 'installation',
		project: 'projectprojectproject',
		service: 'serviceserviceservice',
		deployment: 'deployment0000000001',
		number: 1,
		appName: 'shop',
		source: { url: 'https://git.example/shop.git', branch: 'main', commit: null },
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
			port: null,
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
		health: { kind: 'http', path: '/', deadlineSeconds: 120 },
		variables: {},
		buildVariables: {},
		volumes: [],
		processes: [],
		isFresh: false,
		secrets: [],
		image: null,
		previous: null,
		isReturn: false,
		keepReleases: 5,
		keptImages: [],
		...change
	};
}

export function builtImage(change: Partial<BuiltImage> = {}): BuiltImage {
	return {
		reference: 'gantry/serviceserviceservice:deploy_deployme',
		id: `sha256:${'1'.repeat(64)}`,
		port: 3000,
		files: null,
		...change
	};
}
