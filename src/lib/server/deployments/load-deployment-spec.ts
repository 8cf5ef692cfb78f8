import type { DeploymentSpec } from '#engine/spec.ts';
import { frozenSettings } from '#lib/schemas/frozen-settings.ts';
import type { Db } from '../db/client.ts';
import { notFound } from '../errors.ts';
import { installationId } from '../installation/ensure-installation.ts';
import type { Vault } from '../secrets/vault.ts';
import { openVariables } from '../variables/freeze-variables.ts';
import { keepReleases, keptImages } from './kept-images.ts';

/** All that the pipeline needs to know of one deployment, for the worker. Errors: not_found, secret_unreadable. */
export async function loadDeploymentSpec(
	{ db, vault }: { db: Db; vault: Vault },
	{ deploymentId }: { deploymentId: string }
): Promise<DeploymentSpec> {
	const row = await db.deployment.findUnique({
		where: { id: deploymentId },
		include: { service: { select: { projectId: true, name: true } }, baseRelease: true }
	});
	if (!row) throw notFound('deployment');
	const { label } = await db.installation.findUniqueOrThrow({ where: { id: installationId } });
	const { gitUrl, build, run, health } = frozenSettings.parse(row.settings);
	const variables = openVariables(vault, row.variablesCipher);
	const { serviceId, baseRelease } = row;
	return {
		installation: label,
		project: row.service.projectId,
		service: serviceId,
		deployment: deploymentId,
		appName: row.service.name,
		source: { url: gitUrl, branch: row.branch, commit: row.commitSha },
		build,
		run,
		health,
		variables: Object.fromEntries(variables.map(({ key, value }) => [key, value])),
		secrets: variables
			.filter(({ isSecret, value }) => isSecret && value !== '')
			.map(({ value }) => value),
		image: baseRelease && {
			reference: baseRelease.image,
			id: baseRelease.imageId,
			// Another port chosen since is a setting like any other.
			port: run.port ?? baseRelease.port
		},
		keepReleases,
		keptImages: await keptImages(db, { serviceId, besides: deploymentId })
	};
}
