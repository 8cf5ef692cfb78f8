import type { ContainerCreateOptions, HostConfig, MountSettings } from 'dockerode';
import { shellArgv } from '../detect/start-command.ts';
import {
	type BuiltImage,
	type DeploymentSpec,
	labels,
	objectNames,
	type VolumeMount
} from '../spec.ts';
import type { ContainerPlan } from './port.ts';

/** The containers of one release that answer requests: one for each replica. */
export function planContainers(spec: DeploymentSpec, image: BuiltImage): ContainerPlan[] {
	return Array.from({ length: spec.run.replicas }, (_none, index) =>
		planContainer(spec, image, index + 1)
	);
}

/** One of them, counted from 1. */
export function planContainer(spec: DeploymentSpec, image: BuiltImage, replica = 1): ContainerPlan {
	return {
		name: objectNames.container(spec.service, spec.deployment, replica),
		image: image.id,
		labels: {
			[labels.installation]: spec.installation,
			[labels.project]: spec.project,
			[labels.service]: spec.service,
			[labels.deployment]: spec.deployment,
			[labels.port]: String(image.port)
		},
		command: null,
		restarts: true,
		network: objectNames.network(spec.project),
		variables: { PORT: String(image.port), ...spec.variables },
		mounts: spec.volumes,
		memoryBytes: spec.run.memoryBytes,
		cpuMillis: spec.run.cpuMillis,
		pidsLimit: spec.run.pidsLimit,
		stopSignal: spec.run.stopSignal,
		stopGraceSeconds: spec.run.stopGraceSeconds
	};
}

/** The container of the release command: the same image, variables and limits, run once and without volumes. */
export function planRelease(
	spec: DeploymentSpec,
	image: BuiltImage,
	command: string
): ContainerPlan {
	const web = planContainer(spec, image);
	return {
		...web,
		name: objectNames.release(spec.service, spec.deployment),
		labels: { ...web.labels, [labels.process]: 'release' },
		command: shellArgv(command.trim()),
		restarts: false,
		mounts: []
	};
}

/**
 * What servers in images such as nginx or postgres need to start as root and step down to their own
 * user. Everything else is dropped; nothing here reaches beyond the container.
 */
export const webCapabilities = [
	'CHOWN',
	'DAC_OVERRIDE',
	'FOWNER',
	'KILL',
	'NET_BIND_SERVICE',
	'SETGID',
	'SETUID'
];

/** The one place that says how a container is confined: every container of an app is made by it. */
export function createOptions(plan: ContainerPlan): ContainerCreateOptions {
	return {
		name: plan.name,
		Image: plan.image,
		// Instead of the image's own entry point, which need not be made for other commands.
		...(plan.command && { Entrypoint: plan.command }),
		Labels: plan.labels,
		Env: Object.entries(plan.variables).map(([key, value]) => `${key}=${value}`),
		...(plan.stopSignal !== null && { StopSignal: plan.stopSignal }),
		StopTimeout: plan.stopGraceSeconds,
		Tty: false,
		OpenStdin: false,
		AttachStdin: false,
		AttachStdout: false,
		AttachStderr: false,
		// An image's own check would be run beside ours and say something else.
		Healthcheck: { Test: ['NONE'] },
		HostConfig: hostConfig(plan)
	};
}

function hostConfig(plan: ContainerPlan): HostConfig & { CgroupnsMode: string } {
	return {
		NetworkMode: plan.network,
		Privileged: false,
		CapDrop: ['ALL'],
		CapAdd: webCapabilities,
		SecurityOpt: ['no-new-privileges'],
		IpcMode: 'private',
		CgroupnsMode: 'private',
		PidsLimit: plan.pidsLimit,
		Memory: plan.memoryBytes,
		// Together with swap: no swapping.
		MemorySwap: plan.memoryBytes,
		...(plan.cpuMillis > 0 ? { NanoCpus: plan.cpuMillis * 1_000_000 } : { CpuShares: 1024 }),
		Ulimits: [{ Name: 'nofile', Soft: 65_536, Hard: 65_536 }],
		// The apps go before the panel and the database when the machine runs out of memory.
		OomScoreAdj: 300,
		LogConfig: { Type: 'local', Config: { 'max-size': '10m', 'max-file': '3' } },
		RestartPolicy: { Name: plan.restarts ? 'unless-stopped' : 'no' },
		Init: true,
		PublishAllPorts: false,
		Binds: [],
		...(plan.mounts.length > 0 && { Mounts: plan.mounts.map(mountOf) })
	};
}

/** Named volumes only, never a folder of the machine. What the image has in its place is copied in once. */
const mountOf = ({ volume, path }: VolumeMount): MountSettings => ({
	Type: 'volume',
	Source: volume,
	Target: path,
	ReadOnly: false
});
