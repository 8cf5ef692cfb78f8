import { installedSettings } from '#caddy/installed.ts';
import type { EdgeOverrides } from '#caddy/settings.ts';
import type { Governor } from '#engine/build/governor/port.ts';
import { gitLimits } from '#engine/checkout/limits.ts';
import { openCheckout } from '#engine/checkout/open-checkout.ts';
import { createProber } from '#engine/health/prober.ts';
import { namesClient } from '#engine/names/client.ts';
import type { Engine } from '#engine/pipeline/step.ts';
import { caddyProxy } from '#engine/proxy/caddy-proxy.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { dockerRuntime } from '#engine/runtime/docker-runtime.ts';
import { fileSites } from '#engine/sites/file-sites.ts';
import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import type { Db } from '#lib/server/db/client.ts';
import { readAccessSettings } from '#lib/server/requests/access-settings.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { listOwnCertificates } from './certificates/list-own-certificates.ts';
import { openBuilder } from './open-builder.ts';

export interface EngineGround {
	paths: DataPaths;
	db: Db;
	/** What holds the builds of the engine. */
	governor: () => Promise<Governor>;
	/** Removes what nobody needs any more, when the disk is too short for a build. */
	makeRoom: (signal: AbortSignal) => Promise<void>;
}

/** The engine of this machine: its Docker, its edge, its Git caches. Nothing is connected to yet. */
export async function openEngine(env: Env, ground: EngineGround): Promise<Engine> {
	const { paths, db } = ground;
	const docker = connectDocker(env.DOCKER_HOST);
	let chosen: Promise<EdgeOverrides> | null = null;
	return {
		checkout: await openCheckout({
			root: paths.git,
			allowPrivateHosts: env.GANTRY_ALLOW_PRIVATE_HOSTS,
			limits: {
				...gitLimits,
				idle: env.GANTRY_GIT_IDLE_SECONDS * 1000,
				bytes: env.GANTRY_GIT_GIGABYTES * 2 ** 30
			}
		}),
		builder: openBuilder(docker, { env, ...ground }),
		runtime: dockerRuntime(docker),
		prober: createProber(),
		names: namesClient(paths.namesSocket),
		sites: fileSites(paths.sites),
		proxy: caddyProxy({
			binary: env.GANTRY_CADDY,
			async settings({ asBefore }) {
				if (!asBefore || !chosen) {
					const loading = loadOverrides(db, env);
					// The one that was begun last counts, whichever answers last.
					chosen = loading;
					loading.catch(() => (chosen = chosen === loading ? null : chosen));
				}
				return installedSettings(env, paths, await chosen);
			}
		})
	};
}

/** What people chose over the environment. */
async function loadOverrides(db: Db, env: Env): Promise<EdgeOverrides> {
	const [{ baseDomain }, access, ownCertificates] = await Promise.all([
		loadOwnNames(db, env),
		readAccessSettings(db),
		listOwnCertificates(db)
	]);
	return {
		...(baseDomain !== env.GANTRY_BASE_DOMAIN && { baseDomain }),
		...(!access.isOn && { accessLog: false }),
		...(access.wholeAddresses && { wholeAddresses: true }),
		...(ownCertificates.length > 0 && { ownCertificates })
	};
}
