import { AppError } from '#engine/error.ts';
import { asAppError, isDatabaseDown } from '#lib/server/db/is-database-down.ts';
import type { Outcome } from '#lib/server/deployments/finish-deployment.ts';
import type { JobRun } from '../jobs/task.ts';
import type { World } from '../world.ts';
import { cancelledBy } from './cancellation.ts';
import type { Course } from './recorder.ts';

interface Case {
	deploymentId: string;
	error: unknown;
	course: Course;
	run: JobRun;
	cancel: AbortSignal;
	/** Writes a line into the deployment's log. */
	say(text: string): void;
}

/**
 * How a deployment ends after the pipeline threw, said in its log, too. Throws what the queue shall see
 * when it has not ended: the worker stops, or the ground it stands on is away for now.
 */
export async function judge(world: World, given: Case): Promise<Outcome> {
	const { deploymentId, error, course, run, cancel, say } = given;
	if (cancel.aborted) {
		const message = await cancelledBy(world.db, deploymentId);
		say(message);
		const error = { code: 'cancelled', step: course.failedStep, message, hint: null };
		return { state: 'cancelled', error };
	}
	if (run.signal.aborted) {
		say('The worker is stopping: the next one goes on');
		throw run.signal.reason;
	}
	// It is live, but nobody saw it answer: that is no success, and trying again changes nothing.
	const isUnproved = error instanceof AppError && error.code === 'route_not_proved';
	if ((isGroundLost(error) || course.isLive) && !isUnproved && !run.isLastAttempt) {
		say(`${wordsOf(error)}; it is tried again`);
		throw error;
	}
	if (course.isLive && !isUnproved) {
		const id = world.report(`Deployment ${deploymentId} is live, but was not tidied up`, error);
		say(`Live, but not all was tidied up (${id}); Gantry does it later`);
		return { state: 'succeeded' };
	}
	const failure = failureOf(error, { ...given, report: world.report });
	say([failure.message, failure.hint].filter(Boolean).join('\n'));
	const { code } = failure;
	const state = code === 'superseded' || code === 'cancelled' ? code : 'failed';
	return { state, error: failure };
}

/** Failures of the ground that a deployment stands on: nobody's code is at fault. */
function isGroundLost(error: unknown): boolean {
	if (error instanceof AppError) return error.code === 'docker_unreachable';
	return isDatabaseDown(error);
}

function wordsOf(error: unknown): string {
	if (error instanceof AppError) return error.message;
	return isDatabaseDown(error) ? 'The database does not answer' : 'Something unexpected happened';
}

/** Anything that is not an AppError is a bug: it gets an id instead of its own words. */
function failureOf(
	error: unknown,
	{ course, report }: Pick<Case, 'course'> & Pick<World, 'report'>
) {
	const step = course.failedStep;
	const known = asAppError(error);
	if (known) {
		const { code, message, hint } = known;
		return { code, step, message, hint };
	}
	const id = report('A deployment failed unexpectedly', error);
	return {
		code: 'unexpected',
		step,
		message: 'Something went wrong inside Gantry.',
		hint: `Deploy again. If it fails in the same way, look for ${id} in the worker's log.`
	};
}
