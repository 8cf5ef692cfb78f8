import { frozenSettings } from '#lib/schemas/frozen-settings.ts';
import type { Deployment, Release } from '#prisma/client/client.ts';
import type { Wanted } from './queue-deployment.ts';

/** What to queue so that an older release runs again: its image, settings, variables and commit. */
export function returnTo(release: Release & { deployment: Deployment }): Omit<Wanted, 'trigger'> {
	const { branch, commitSha, commitMessage, commitAuthor, committedAt } = release.deployment;
	const { variablesVersion, sharedVersion } = release.deployment;
	return {
		serviceId: release.serviceId,
		branch,
		commitSha,
		commit: { message: commitMessage, author: commitAuthor, at: committedAt },
		baseReleaseId: release.id,
		frozen: {
			settings: frozenSettings.parse(release.settings),
			variablesCipher: release.variablesCipher,
			variablesVersion,
			sharedVersion
		}
	};
}
