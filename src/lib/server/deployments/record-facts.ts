import type { Plan } from '#engine/detect/plan.ts';
import type { Commit } from '#engine/spec.ts';
import type { Prisma } from '#prisma/client/client.ts';
import type { Db } from '../db/client.ts';

// Postgres text can not hold a NUL, and a commit message of megabytes is nothing to show.
const shown = (text: string, length: number) => text.replaceAll('\0', '').slice(0, length);

/** The commit that the checkout found. */
export async function recordCommit(
	db: Db,
	{ deploymentId, commit }: { deploymentId: string; commit: Commit }
): Promise<void> {
	await db.deployment.update({
		where: { id: deploymentId },
		data: {
			commitSha: commit.sha,
			commitMessage: shown(commit.message, 10_000),
			commitAuthor: shown(commit.author, 500),
			committedAt: commit.committedAt
		}
	});
}

/** How the tree becomes an image, with the reasons. */
export async function recordPlan(
	db: Db,
	{ deploymentId, plan }: { deploymentId: string; plan: Plan }
): Promise<void> {
	const text = JSON.stringify(plan).replaceAll('\\u0000', '');
	await db.deployment.update({
		where: { id: deploymentId },
		data: { plan: JSON.parse(text) as Prisma.InputJsonValue }
	});
}
