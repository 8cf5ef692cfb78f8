import type Docker from 'dockerode';
import { dockerBuilder } from '#engine/build/docker-builder.ts';
import { governedBuilder } from '#engine/build/governor/governed-builder.ts';
import { machineRoom } from '#engine/build/governor/room.ts';
import type { Builder } from '#engine/build/port.ts';
import type { Env } from '#env';
import { loadBuildRules } from '#lib/server/settings/build-rules.ts';
import type { EngineGround } from './open-engine.ts';

/** Builds on the engine, held to what the settings say and the machine has. */
export function openBuilder(
	docker: Docker,
	{ env, paths, db, governor, makeRoom }: EngineGround & { env: Env }
): Builder {
	const isHere = env.DOCKER_HOST.startsWith('unix:');
	let engineFolder: string | null = null;
	return governedBuilder(dockerBuilder(docker), {
		rules: () => loadBuildRules(db),
		governor,
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
