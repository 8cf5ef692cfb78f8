import { z } from 'zod';
import { isFullCommit } from '#engine/checkout/git-ref.ts';

const sha = z.string().refine(isFullCommit);
const paths = z.array(z.string()).nullish();
const commit = z.object({
	id: sha,
	added: paths,
	modified: paths,
	removed: paths,
	message: z.string(),
	timestamp: z.string().nullish(),
	author: z.object({ name: z.string().nullish(), email: z.string().nullish() }).nullish()
});

export const repositoryEvent = z.object({
	repository: z.object({ id: z.number().int(), full_name: z.string().max(512) })
});

/** The parts of GitHub's push event that are looked at. */
export const pushEvent = repositoryEvent.extend({
	ref: z.string().max(1024),
	before: sha.nullish(),
	after: sha,
	deleted: z.boolean().nullish(),
	created: z.boolean().nullish(),
	forced: z.boolean().nullish(),
	commits: z.array(commit).nullish().catch(null),
	head_commit: commit.nullish(),
	repository: repositoryEvent.shape.repository.extend({
		/** Seconds since 1970 in a push event. */
		pushed_at: z.union([z.number(), z.string()]).nullish()
	})
});
export type PushEvent = z.infer<typeof pushEvent>;

/** GitHub tells of no more commits, nor of more paths of one commit. */
const mostCommits = 2048;
const mostPaths = 3000;

/** The files that the push changed; null: the event does not tell of all of them. */
export function changedFiles(push: PushEvent): string[] | null {
	const { commits, created, forced, after } = push;
	if (created || forced || !commits || commits.length >= mostCommits) return null;
	if (!commits.some(({ id }) => id === after)) return null;
	const files = new Set<string>();
	for (const { added, modified, removed } of commits) {
		for (const list of [added, modified, removed]) {
			if ((list?.length ?? 0) >= mostPaths) return null;
			for (const path of list ?? []) files.add(path);
		}
	}
	return [...files];
}

/** When the Git host took the push; null when it does not say. */
export function pushedAt({ repository: { pushed_at: at } }: PushEvent): Date | null {
	if (at === null || at === undefined) return null;
	const date = new Date(typeof at === 'number' ? at * 1000 : at);
	return Number.isNaN(date.getTime()) ? null : date;
}

/** The pushed commit's facts, as far as the event tells them. */
export function commitFacts({ head_commit: head }: PushEvent) {
	const at = head?.timestamp ? new Date(head.timestamp) : null;
	return {
		message: head?.message.replaceAll('\0', '').slice(0, 10_000) ?? null,
		author: (head?.author?.name ?? head?.author?.email)?.replaceAll('\0', '').slice(0, 500) ?? null,
		at: at && !Number.isNaN(at.getTime()) ? at : null
	};
}
