import type { Service } from '#prisma/client/client.ts';
import { parseGitUrl } from '#engine/checkout/git-url.ts';

/**
 * Why a delivery is not about the service's repository, for people; null: it is. The numeric id counts:
 * names can be given away. Before it is known, the name has to fit where GitHub itself is the host.
 */
export function otherRepository(
	service: Pick<Service, 'gitUrl' | 'githubRepositoryId'>,
	repository: { id: number; full_name: string }
): string | null {
	const { id, full_name: name } = repository;
	if (service.githubRepositoryId !== null) {
		return service.githubRepositoryId === String(id)
			? null
			: `The delivery is about another repository (${name}, id ${id}).`;
	}
	const source = parseGitUrl(service.gitUrl);
	if (!source.ok || source.value.host !== 'github.com') return null;
	const own = source.value.path.replace(/\.git$/, '');
	return own.toLowerCase() === name.toLowerCase()
		? null
		: `The delivery is about ${name}, this service deploys ${own}.`;
}
