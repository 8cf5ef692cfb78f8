import { AppError } from '#engine/error.ts';
import { LogFile } from '#engine/logs/log-file.ts';
import { deploy } from '#engine/pipeline/deploy.ts';
import type { DeploymentSpec } from '#engine/spec.ts';
import { finishDeployment, type Outcome } from '#lib/server/deployments/finish-deployment.ts';
import { loadDeploymentSpec } from '#lib/server/deployments/load-deployment-spec.ts';
import { releaseImage } from '#lib/server/deployments/release-image.ts';
import { startDeployment } from '#lib/server/deployments/start-deployment.ts';
import type { JobRun } from '../jobs/task.ts';
import { tellNames } from '../domains/publish-hosts.ts';
import type { World } from '../world.ts';
import { watchCancellation } from './cancellation.ts';
import { whenDatabaseIsBack } from './when-database-is-back.ts';
import { judge } from './judge.ts';
import { markRelease } from './mark-release.ts';
import { createRecorder, type Course } from './recorder.ts';
import { Writes } from './writes.ts';

/** After so many lost workers the deployment itself is taken for what kills them. */
const mostAttempts = 12;

/**
 * Runs one deployment to its end and writes that down. Returns also when the deployment failed: that is
 * its own end, not the job's. Errors: WorkerStopping, and a lost ground (Docker, the database) that a
 * later attempt may find again.
 */
export async function runDeployment(
	world: World,
	{ deploymentId, run }: { deploymentId: string; run: JobRun }
): Promise<void> {
	const { db, events } = world;
	const course: Course = { failedStep: null, isLive: false };
	// Listening begins before the row says that it may be cancelled.
	const cancel = watchCancellation({ db, events }, { deploymentId, isLive: () => course.isLive });
	try {
		const [start, spec] = await Promise.all([
			startDeployment(db, { deploymentId }).catch(ifRemoved),
			loadDeploymentSpec(world, { deploymentId }).catch(asFailure)
		]);
		if (!start?.go) return;
		course.isLive = start.hasRelease;
		const given = { deploymentId, start, spec, course, run, cancel: cancel.signal };
		const outcome =
			spec instanceof AppError
				? await attempt(world, given)
				: await world.underWay.during(spec.service, () => attempt(world, given));
		await whenDatabaseIsBack(() => finishDeployment(db, { deploymentId, outcome }));
	} finally {
		cancel.end();
	}
}

interface Attempt {
	deploymentId: string;
	start: { attempt: number; hasRelease: boolean };
	spec: DeploymentSpec | AppError;
	course: Course;
	run: JobRun;
	cancel: AbortSignal;
}

async function attempt(world: World, given: Attempt): Promise<Outcome> {
	const { deploymentId, start, spec, course, run, cancel } = given;
	const { db, engine } = world;
	const secrets = spec instanceof AppError ? [] : spec.secrets;
	const log = await LogFile.open(world.paths.deploymentLog(deploymentId), { secrets });
	const writes = new Writes();
	let marked = Promise.resolve();
	const say = (text: string) => log.write('gantry', text, 'gantry');
	try {
		if (start.attempt > 1) say(`Worker lost, resuming (attempt ${start.attempt})`);
		if (start.attempt > mostAttempts) throw killsWorkers(start.attempt);
		if (spec instanceof AppError) throw spec;
		const signal = AbortSignal.any([cancel, run.signal]);
		const stopping = run.signal;
		const recorder = createRecorder({
			db,
			deploymentId,
			...start,
			log,
			writes,
			stopping,
			course,
			onLive({ files }) {
				// Of a site of files nothing runs that could have a log.
				if (files === null) marked = mark(world, { deploymentId, attempt: start.attempt });
			}
		});
		await tellNames(world, spec.service);
		const image =
			spec.image ?? (start.hasRelease ? await releasedImage(world, deploymentId) : null);
		await deploy({ ...spec, image }, { engine, recorder, signal });
		await writes.settled();
		return { state: 'succeeded' };
	} catch (error) {
		// Should one of them have failed, it is the pipeline's error already, or one that counts more.
		await writes.settled().catch(() => {});
		return await judge(world, { deploymentId, error, course, run, cancel, say });
	} finally {
		await marked;
		await log.close();
	}
}

/** A log that cannot be written to is no reason to fail what is live. */
const mark = (world: World, release: Parameters<typeof markRelease>[1]) =>
	markRelease(world, release).catch((error: unknown) => {
		world.report('The release could not be marked in its log', error);
	});

/** What went live before the worker was lost is not built again: only its end is still missing. */
async function releasedImage(
	{ db }: World,
	deploymentId: string
): Promise<DeploymentSpec['image']> {
	const release = await db.release.findUnique({ where: { deploymentId } });
	return release && releaseImage(release);
}

function ifRemoved(error: unknown): null {
	if (error instanceof AppError && error.code === 'not_found') return null;
	throw error;
}

function asFailure(error: unknown): AppError {
	if (error instanceof AppError) return error;
	throw error;
}

function killsWorkers(attempts: number): AppError {
	return new AppError('worker_lost', 500, `The worker was lost ${attempts - 1} times on the way.`, {
		hint: 'The build may use more memory than this server has. See the worker’s log, then deploy again.'
	});
}
