import { createHash } from 'node:crypto';
import type { Plan } from '../detect/plan.ts';

/**
 * What an image depends on: the tree of its root directory and how it is built. The same key needs no
 * second build; variables are given to the container and are no part of it.
 */
export function buildKey(tree: string, { dockerfile, dockerfilePath, files }: Plan): string {
	const parts = [tree, dockerfilePath, dockerfile, files.map(({ path, text }) => [path, text])];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}
