import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { asAppError } from '../../runtime/docker-client.ts';
import { cgroupMounts } from './cgroup-mounts.ts';
import { cgroupV1 } from './cgroup-v1.ts';
import { cgroupV2 } from './cgroup-v2.ts';
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
	/** The engine's --cgroup-parent; BuildKit's steps live below it. */
	cgroupParent?: string;
}

/** Chooses how the builds of an engine can be limited from here. */
export function chooseGovernor(
	facts: EngineFacts,
	{ dockerHost, mounts: text, cgroupParent = 'docker' }: FindOptions
): Governor {
	if (!dockerHost.startsWith('unix:')) return noGovernor('the Docker engine is on another machine');
	if (facts.SecurityOptions?.some((option) => option.includes('name=rootless'))) {
		return noGovernor('the Docker engine runs rootless');
	}
	const found = cgroupMounts(text ?? '');
	if (found.version === null) return noGovernor('this machine has no cgroups that Gantry knows');
	const isSystemd = facts.CgroupDriver === 'systemd';
	const parent = join(cgroupParent, 'buildkit');
	if (found.version === 2) {
		return isSystemd
			? systemdSteps({ folder: join(found.root, 'system.slice'), prefix: 'system.slice:docker:' })
			: cgroupV2({ root: found.root, parent });
	}
	return isSystemd
		? noGovernor('the Docker engine uses the systemd driver on cgroups of version 1')
		: cgroupV1({ mounts: found.mounts, parent });
}

/** Asks the engine. Errors: docker_unreachable. */
export async function findGovernor(
	docker: Docker,
	options: Omit<FindOptions, 'mounts'>
): Promise<Governor> {
	const facts = (await docker.info().catch((error: unknown) => {
		throw asAppError(error);
	})) as EngineFacts;
	const mounts = await readFile('/proc/mounts', 'utf8').catch(() => null);
	return chooseGovernor(facts, { ...options, mounts });
}
