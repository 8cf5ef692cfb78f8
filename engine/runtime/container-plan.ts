import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import { type BuiltImage, type DeploymentSpec, labels, objectNames } from '../spec.ts';
import type { ContainerPlan } from './port.ts';

/** The container of one release of a service. */
export function planContainer(spec: DeploymentSpec, image: BuiltImage): ContainerPlan {
	return {
		name: objectNames.container(spec.service, spec.deployment),
		image: image.id,
		labels: {
			[labels.installation]: spec.installation,
			[labels.project]: spec.project,
			[labels.service]: spec.service,
			[labels.deployment]: spec.deployment,
			[labels.port]: String(image.port)
		},
		network: objectNames.network(spec.project),
		variables: { PORT: String(image.port), ...spec.variables },
		memoryBytes: spec.run.memoryBytes,
		cpuMillis: spec.run.cpuMillis,
		pidsLimit: spec.run.pidsLimit,
		stopGraceSeconds: spec.run.stopGraceSeconds
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
		Labels: plan.labels,
		Env: Object.entries(plan.variables).map(([key, value]) => `${key}=${value}`),
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
		RestartPolicy: { Name: 'unless-stopped' },
		Init: true,
		PublishAllPorts: false,
		Binds: []
	};
}
