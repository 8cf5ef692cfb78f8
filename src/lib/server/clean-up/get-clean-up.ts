import type { CleanUpLimits, CleanUpPreview } from '#lib/rules/clean-up.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { readInstallation } from '../settings/read-installation.ts';
import { gigabyte } from './change-clean-up.ts';
import { limitsOf } from './load-limits.ts';
import { latestCleanUp, type CleanUpResult } from './results.ts';

export interface CleanUpView {
	/** What would go now; null when the worker or Docker can not tell at the moment. */
	preview: CleanUpPreview | null;
	/** Why there is no preview. */
	problem: { message: string; hint: string | null } | null;
	limits: CleanUpLimits;
	/** As a person chose; null: the default. */
	chosen: {
		keepReleases: number | null;
		buildCacheGigabytes: number | null;
		logDays: number | null;
	};
	/** A clean-up waits or is under way. */
	isRunning: boolean;
	latest: (CleanUpResult & { at: Date }) | null;
}

const patienceMs = 20_000;

/** What a clean-up would remove, and what the last one did. Errors: not_allowed. */
export async function getCleanUp(ctx: Context): Promise<CleanUpView> {
	authorise(ctx, 'installation:see');
	const [row, latest, isRunning, answer] = await Promise.all([
		readInstallation(ctx),
		latestCleanUp(ctx.db),
		isAsked(ctx),
		ctx.live.cleanUp({ signal: AbortSignal.timeout(patienceMs) }).catch(asProblem)
	]);
	const { keepReleases, buildCacheBytes, logDays } = row;
	return {
		...(answer instanceof AppError
			? { preview: null, problem: { message: answer.message, hint: answer.hint } }
			: { preview: answer, problem: null }),
		limits: limitsOf(row),
		chosen: {
			keepReleases,
			buildCacheGigabytes: buildCacheBytes === null ? null : Number(buildCacheBytes) / gigabyte,
			logDays
		},
		isRunning,
		latest
	};
}

async function isAsked({ db }: Context): Promise<boolean> {
	const jobs = await db.$queryRaw<unknown[]>`
		select 1 from graphile_worker.jobs
		where task_identifier = 'clean-up' and (locked_at is not null or attempts < max_attempts)
		limit 1`;
	return jobs.length > 0;
}

function asProblem(error: unknown): AppError {
	if (error instanceof AppError) return error;
	if (error instanceof DOMException && error.name === 'TimeoutError') {
		return new AppError('worker_slow', 504, 'Docker takes long to count what it keeps.', {
			hint: 'Reload the page in a minute.'
		});
	}
	throw error;
}
