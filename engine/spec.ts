/** The plain data the engine is given. Nothing here knows a database, Docker or Caddy. */

/** A random, unguessable id, `[a-z0-9]{20}`. */
export type Id = string;

export interface GitSource {
	/** https://… or git@host:path, without credentials. */
	url: string;
	branch: string;
	/** Exact 40-digit commit; null: the head of `branch` at checkout. */
	commit: string | null;
}

/** What a person chose; null: as detected. All paths are relative to the repository. */
export interface BuildSettings {
	rootDirectory: string;
	dockerfilePath: string | null;
	/** Stage of the repository's Dockerfile; null: its last one. */
	dockerfileTarget: string | null;
	/** ARGs of the Dockerfile: an image keeps them, so no secret belongs here. */
	buildArguments: Variables;
	installCommand: string | null;
	buildCommand: string | null;
	startCommand: string | null;
	outputDirectory: string | null;
}

export interface RunSettings {
	/** null: the detected one. */
	port: number | null;
	memoryBytes: number;
	/** Thousandths of a core; 0: a fair share without a cap. */
	cpuMillis: number;
	pidsLimit: number;
	stopGraceSeconds: number;
	/** null: what the image says, else SIGTERM. */
	stopSignal: string | null;
	/** How long open requests of the old version may take. */
	drainSeconds: number;
	replicas: number;
	/** The old containers end before the new ones start: always so with volumes. */
	stopFirst: boolean;
	/** Run to its end in the new image before anything is switched; null: the Procfile's `release`. */
	releaseCommand: string | null;
	/** A crash so soon after going live returns to the release before; 0: never. */
	watchSeconds: number;
	/** The old containers stay, warm, for so long; 0: they are removed at once. */
	keepWarmSeconds: number;
}

export interface VolumeMount {
	/** Docker's name of it: objectNames.volume. */
	volume: string;
	/** Absolute, in the container. */
	path: string;
}

/** What a service runs from its image besides the process that answers requests. */
export interface ProcessSpec {
	name: string;
	command: string;
	replicas: number;
}

export interface HealthSettings {
	kind: 'http' | 'tcp';
	/** Path only; an answer below 500 is healthy, but for one that somebody chose: no 404, no redirect elsewhere. */
	path: string;
	deadlineSeconds: number;
}

export type Variables = Record<string, string>;

/** One deployment of one service: all the pipeline needs to know. */
export interface DeploymentSpec {
	/** Label that tells the objects of this installation from those of another on the same engine. */
	installation: Id;
	project: Id;
	service: Id;
	deployment: Id;
	/** For people: "#12". */
	number: number;
	/** First label of the host name, unique in the installation. */
	appName: string;
	source: GitSource;
	build: BuildSettings;
	run: RunSettings;
	health: HealthSettings;
	/** What the containers get. */
	variables: Variables;
	/** What builds get, by secret mounts only: never an ARG, never in a layer. */
	buildVariables: Variables;
	volumes: VolumeMount[];
	/** Workers beside the web process. */
	processes: ProcessSpec[];
	/** "Build anyway": neither an image of the same files nor a cached layer is used. */
	isFresh: boolean;
	/** Values to be struck from every log line. */
	secrets: string[];
	/** Set for a rollback or when only variables changed: this image runs, nothing is built. */
	image: BuiltImage | null;
	/** Deployment of the release that is live before this one: its containers are kept warm. */
	previous: Id | null;
	/** It returns to an older release: containers of that which are still warm are taken over. */
	isReturn: boolean;
	/** How many releases keep their images, the new one among them. */
	keepReleases: number;
	/** Images of the releases that are kept, newest first, without the one being made. */
	keptImages: string[];
}

export interface BuiltImage {
	/** gantry/<service>:deploy_<first 8 of the deployment id> */
	reference: string;
	/** Docker's content id, sha256:… */
	id: string;
	/** The port that the plan or the settings say the app listens on. */
	port: number;
	/** Folder of finished files below the sites folder, served by the edge; null: a container answers. */
	files: string | null;
}

export interface Commit {
	sha: string;
	message: string;
	author: string;
	committedAt: Date;
	/** Git's id of the tree at the root directory: the same tree and settings need no second build. */
	tree: string;
}

/** Where requests go: one address of one container. */
export interface Target {
	/** IPv4, dotted. */
	address: string;
	port: number;
}

export type StepName =
	| 'checkout'
	| 'detect'
	| 'build'
	| 'push'
	| 'release'
	| 'publish'
	| 'start'
	| 'check'
	| 'switch'
	| 'processes'
	| 'drain'
	| 'prune';

export type LogStream = 'stdout' | 'stderr' | 'gantry';

/** Names are derived, so that redoing a step finds its own work. */
export const objectNames = {
	image: (service: Id, deployment: Id) => `gantry/${service}:deploy_${deployment.slice(0, 8)}`,
	container: (service: Id, deployment: Id, replica = 1) =>
		`gantry-${service}-${deployment.slice(0, 8)}-${replica}`,
	/** The one-off container of the release command. */
	release: (service: Id, deployment: Id) => `gantry-${service}-${deployment.slice(0, 8)}-release`,
	/** One container of a worker. */
	worker: (service: Id, deployment: Id, worker: { name: string; replica: number }) =>
		`gantry-${service}-${deployment.slice(0, 8)}-${worker.name}-${worker.replica}`,
	/** One run of a cron process: the same time never makes a second container, whatever was live then. */
	run: (service: Id, name: string, at: Date) => `gantry-${service}-run-${name}-${at.getTime()}`,
	/** What the names of all containers of one deployment begin with. */
	containers: (service: Id, deployment: Id) => `gantry-${service}-${deployment.slice(0, 8)}-`,
	network: (project: Id) => `gantry-${project}`,
	volume: (volume: Id) => `gantry-${volume}`
};

/** Labels on every Docker object of ours; only objects that carry our installation are touched. */
export const labels = {
	installation: 'gantry.installation',
	project: 'gantry.project',
	service: 'gantry.service',
	deployment: 'gantry.deployment',
	port: 'gantry.port',
	volume: 'gantry.volume',
	/** Name of the process a container runs; without it, it is the one that answers requests. */
	process: 'gantry.process',
	/** Hash of the command of a worker: one with another command is replaced. */
	command: 'gantry.command',
	/** On the container of a cron process: the time it was run for, ISO 8601. */
	run: 'gantry.run',
	/** On an image: number of the deployment that built it. */
	number: 'gantry.number',
	/** Key of (tree, build settings, build-time variables): an image with the same key is reused. */
	buildKey: 'gantry.build-key',
	/** Hash of how a container was made: another one is replaced. */
	config: 'gantry.config'
} as const;
