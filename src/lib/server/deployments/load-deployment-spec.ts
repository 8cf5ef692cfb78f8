import { objectNames, type DeploymentSpec, type Variables } from '#engine/spec.ts';
import { frozenSettings, type FrozenVariables } from '#lib/schemas/frozen-settings.ts';
import type { Db } from '../db/client.ts';
import { AppError, notFound } from '../errors.ts';
import { installationId } from '../installation/ensure-installation.ts';
import type { Vault } from '../secrets/vault.ts';
import { openVariables } from '../variables/freeze-variables.ts';
import { loadLimits } from '../clean-up/load-limits.ts';
import { keptImages } from './kept-images.ts';
import { crashedAfterLive } from './return-after-crash.ts';
import { secretsOf } from './load-secrets.ts';
import { releaseImage } from './release-image.ts';

/**
 * All that the pipeline needs to know of one deployment, for the worker. Errors: not_found,
 * secret_unreadable, unresolved_reference (409).
 */
export async function loadDeploymentSpec(
	{ db, vault }: { db: Db; vault: Vault },
	{ deploymentId }: { deploymentId: string }
): Promise<DeploymentSpec> {
	const row = await db.deployment.findUnique({
		where: { id: deploymentId },
		include: {
			service: {
				select: {
					projectId: true,
					name: true,
					volumes: { where: { deletedAt: null }, orderBy: { path: 'asc' } },
					processes: { where: { kind: 'worker' }, orderBy: { name: 'asc' } }
				}
			},
			baseRelease: true
		}
	});
	if (!row) throw notFound('deployment');
	const { gitUrl, build, run, health } = frozenSettings.parse(row.settings);
	const variables = openVariables(vault, row.variablesCipher);
	refuseUnresolved(variables);
	const { serviceId, service, baseRelease } = row;
	const at = { serviceId, besides: deploymentId };
	const [installation, previous, { keepReleases }] = await Promise.all([
		db.installation.findUniqueOrThrow({ where: { id: installationId } }),
		previousDeployment(db, at),
		loadLimits(db)
	]);
	return {
		installation: installation.label,
		project: service.projectId,
		service: serviceId,
		deployment: deploymentId,
		number: row.number,
		appName: service.name,
		source: { url: gitUrl, branch: row.branch, commit: row.commitSha },
		build,
		run,
		health,
		variables: seenBy(variables, 'run'),
		buildVariables: seenBy(variables, 'build'),
		volumes: service.volumes.map(({ id, path }) => ({ volume: objectNames.volume(id), path })),
		processes: service.processes.map(({ name, command, replicas }) => ({
			name,
			command,
			replicas
		})),
		isFresh: row.isFresh,
		secrets: secretsOf(variables),
		image: baseRelease && {
			...releaseImage(baseRelease),
			// Another port chosen since is a setting like any other.
			port: run.port ?? baseRelease.port
		},
		previous,
		isReturn: row.trigger === 'rollback' || row.trigger === 'recovery',
		keepReleases,
		keptImages: await keptImages(db, { ...at, keepReleases })
	};
}

/** The one whose release was live before; also once this one has gone live. */
async function previousDeployment(
	db: Db,
	{ serviceId, besides }: { serviceId: string; besides: string }
): Promise<string | null> {
	const release = await db.release.findFirst({
		where: { serviceId, deploymentId: { not: besides } },
		orderBy: { createdAt: 'desc' },
		select: { deploymentId: true, deployment: { select: { errorCode: true } } }
	});
	// What crashes is not worth keeping.
	return release?.deployment.errorCode === crashedAfterLive
		? null
		: (release?.deploymentId ?? null);
}

/** Errors: unresolved_reference. */
function refuseUnresolved(variables: FrozenVariables): void {
	const variable = variables.find(({ problem }) => problem !== undefined);
	if (!variable) return;
	const message = `The variable ${variable.key} refers to what is not there.`;
	throw new AppError('unresolved_reference', 409, message, {
		hint: `${variable.problem} Change the variable, then deploy again.`
	});
}

function seenBy(variables: FrozenVariables, part: 'run' | 'build'): Variables {
	const seen = variables.filter(({ scope }) => scope === 'both' || scope === part);
	return Object.fromEntries(seen.map(({ key, value }) => [key, value]));
}
