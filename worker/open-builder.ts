import type Docker from 'dockerode';
import { dockerBuilder } from '#engine/build/docker-builder.ts';
import { findGovernor } from '#engine/build/governor/find-governor.ts';
import { governedBuilder } from '#engine/build/governor/governed-builder.ts';
import type { Governor } from '#engine/build/governor/port.ts';
import { machineRoom } from '#engine/build/governor/room.ts';
import type { Builder } from '#engine/build/port.ts';
import type { Env } from '#env';
import { loadBuildRules } from '#lib/server/settings/build-rules.ts';
import type { EngineGround } from './open-engine.ts';

/** Builds on the engine, held to what the settings say and the machine has. */
export function openBuilder(
	docker: Docker,
	{ env, paths, db, makeRoom }: EngineGround & { env: Env }
): Builder {
	const isHere = env.DOCKER_HOST.startsWith('unix:');
	let governor: Promise<Governor> | null = null;
	let engineFolder: string | null = null;
	return governedBuilder(dockerBuilder(docker), {
		rules: () => loadBuildRules(db),
		governor: () =>
			(governor ??= findGovernor(docker, { dockerHost: env.DOCKER_HOST }).catch(
				(error: unknown) => {
					governor = null;
					throw error;
				}
			)),
		room: machineRoom({
			knowsMemory: isHere,
			async folders() {
				if (!isHere) return [paths.root];
				engineFolder ??= ((await docker.info()) as { DockerRootDir: string }).DockerRootDir;
				return [paths.root, engineFolder];
			}
		}),
		makeRoom
	});
}
