import { createHash } from 'node:crypto';
import type { Plan } from '../detect/plan.ts';
import type { DeploymentSpec } from '../spec.ts';

/**
 * What an image depends on: the tree of its root directory, how it is built, and what the build sees.
 * The same key needs no second build; variables of the container alone are no part of it.
 */
export function buildKey(
	tree: string,
	{ dockerfile, dockerfilePath, files }: Plan,
	{ build, buildVariables }: Pick<DeploymentSpec, 'build' | 'buildVariables'>
): string {
	const parts = [
		tree,
		dockerfilePath,
		dockerfile,
		files.map(({ path, text }) => [path, text]),
		build.dockerfileTarget,
		sorted(build.buildArguments),
		sorted(buildVariables)
	];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}

const sorted = (variables: Record<string, string>) =>
	Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1));
