import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { asAppError } from '../../runtime/docker-client.ts';
import { cgroupMounts, type Mounts } from './cgroup-mounts.ts';
import { cgroupV1 } from './cgroup-v1.ts';
import { cgroupV2 } from './cgroup-v2.ts';
import { engineParent, type ParentOptions } from './engine-parent.ts';
import { noGovernor } from './no-governor.ts';
import type { Governor } from './port.ts';
import { systemdSteps } from './systemd-steps.ts';

/** What the engine says about itself, as far as it matters here. */
export interface EngineFacts {
	CgroupDriver?: string;
	SecurityOptions?: string[] | null;
}

export interface FindOptions {
	dockerHost: string;
	/** Text of /proc/mounts; null: there is none. */
	mounts: string | null;
	/** The engine's --cgroup-parent, below which BuildKit's steps live; null: its usual one. */
	cgroupParent?: string | null;
}

/** Chooses how the builds of an engine can be limited from here. */
export function chooseGovernor(
	facts: EngineFacts,
	{ dockerHost, mounts: text, cgroupParent = null }: FindOptions
): Governor {
	if (!dockerHost.startsWith('unix:')) return noGovernor('the Docker engine is on another machine');
	if (facts.SecurityOptions?.some((option) => option.includes('name=rootless'))) {
		return noGovernor('the Docker engine runs rootless');
	}
	const found = cgroupMounts(text ?? '');
	if (found.version === null) return noGovernor('this machine has no cgroups that Gantry knows');
	return facts.CgroupDriver === 'systemd'
		? bySystemd(found, cgroupParent ?? slice)
		: byFiles(found, cgroupParent ?? 'docker');
}

const slice = 'system.slice';

type Found = Exclude<Mounts, { version: null }>;

function byFiles(found: Found, cgroupParent: string): Governor {
	const parent = join(cgroupParent, 'buildkit');
	return found.version === 2
		? cgroupV2({ root: found.root, parent })
		: cgroupV1({ mounts: found.mounts, parent });
}

function bySystemd(found: Found, parent: string): Governor {
	if (found.version === 1) {
		return noGovernor('the Docker engine uses the systemd driver on cgroups of version 1');
	}
	if (parent !== slice) {
		return noGovernor(`the Docker engine uses the systemd driver with ${parent} as cgroup-parent`);
	}
	return systemdSteps({ folder: join(found.root, slice), prefix: `${slice}:docker:` });
}

/** Asks the engine. Errors: docker_unreachable. */
export async function findGovernor(docker: Docker, options: ParentOptions): Promise<Governor> {
	const { dockerHost } = options;
	const isHere = dockerHost.startsWith('unix:');
	const [facts, cgroupParent, mounts] = await Promise.all([
		docker.info() as Promise<EngineFacts>,
		isHere ? engineParent(docker, options) : null,
		readFile('/proc/mounts', 'utf8').catch(() => null)
	]).catch((error: unknown) => {
		throw asAppError(error);
	});
	return chooseGovernor(facts, { dockerHost, mounts, cgroupParent });
}
