import { releaseSource, releaseWords } from '#lib/rules/release-line.ts';
import { tailLog } from '#lib/server/logs/tail.ts';
import type { World } from '../world.ts';

/** A worker that was lost on the way comes back within so many lines, or says it twice. */
const remembered = 5_000;

/** Says in the log of a service that the release of a deployment began. Errors: those of the disk and the database. */
export async function markRelease(
	{ db, paths, note }: Pick<World, 'db' | 'paths' | 'note'>,
	{ deploymentId, attempt }: { deploymentId: string; attempt: number }
): Promise<void> {
	const found = await db.deployment.findUnique({
		where: { id: deploymentId },
		select: {
			serviceId: true,
			number: true,
			commitSha: true,
			commitAuthor: true,
			trigger: true,
			actor: { select: { email: true } },
			baseRelease: { select: { deployment: { select: { number: true } } } }
		}
	});
	if (!found) return;
	const { serviceId, actor, baseRelease, ...facts } = found;
	const source = releaseSource(deploymentId);
	if (attempt > 1) {
		const { lines } = await tailLog(paths.serviceLog(serviceId), remembered);
		if (lines.some((line) => line.source === source)) return;
	}
	const basedOn = baseRelease?.deployment.number ?? null;
	await note(serviceId, source, releaseWords({ ...facts, actor: actor?.email ?? null, basedOn }));
}
