import type { Plan } from '../detect/plan.ts';
import type { BuiltImage, Commit, DeploymentSpec, Id } from '../spec.ts';
import { objectNames } from '../spec.ts';

/** A site of files has no port of its own. */
export const sitePort = 80;

/** Folder of the site that a deployment makes. */
export const siteFolderOf = ({
	service,
	deployment
}: Pick<DeploymentSpec, 'service' | 'deployment'>) => `${service}/${deployment}`;

/** The reference that the release of a folder goes by: those of kept releases say which folders stay. */
export function referenceOf(service: Id, folder: string): string {
	return objectNames.image(service, folder.split('/')[1] ?? '');
}

/** Are the repository's own files the site? Then nothing is built. */
export const isPlainSite = ({ output, dockerfile }: Plan) => output !== null && dockerfile === '';

const fromCommit = /^commit:([0-9a-f]{40}):(.*)$/s;

/** The release of a site that is not built: its id says which folder of which commit it is. */
export function plainSite(
	spec: DeploymentSpec,
	{ commit, plan }: { commit: Commit; plan: Plan }
): BuiltImage {
	const folder = [spec.build.rootDirectory, plan.output?.value ?? '.']
		.flatMap((path) => path.split('/'))
		.filter((part) => part !== '' && part !== '.')
		.join('/');
	return {
		reference: objectNames.image(spec.service, spec.deployment),
		id: `commit:${commit.sha}:${folder}`,
		port: sitePort,
		files: siteFolderOf(spec)
	};
}

/** Which commit and folder a plain site is; null for one that was built. */
export function plainSource({ id }: BuiltImage): { sha: string; folder: string } | null {
	const [, sha, folder] = fromCommit.exec(id) ?? [];
	return sha === undefined || folder === undefined ? null : { sha, folder };
}
