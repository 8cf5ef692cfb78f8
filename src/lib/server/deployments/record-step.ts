import type { StepName } from '#engine/spec.ts';
import { eventChannel } from '#lib/schemas/events.ts';
import type { Db } from '../db/client.ts';

export interface StepOutcome {
	state: 'succeeded' | 'failed' | 'skipped' | 'cancelled';
	/** One sentence for people. */
	summary: string | null;
}

/**
 * Writes that a step began (`outcome` null) or how it ended; done again, it is another attempt at the same
 * row. One statement, its notification included: a deployment makes some twenty of these while people wait.
 */
export async function recordStep(
	db: Db,
	step: {
		deploymentId: string;
		name: StepName;
		attempt: number;
		outcome: StepOutcome | null;
		/** When it happened; now, unless told. */
		at?: Date;
	}
): Promise<void> {
	const { deploymentId, name, attempt, outcome, at: now = new Date() } = step;
	const { state, summary } = outcome ?? { state: 'running', summary: null };
	await db.$queryRaw`
		with written as (
			insert into step as old (deployment_id, name, attempt, state, summary, started_at, completed_at)
			values (${deploymentId}, ${name}, ${attempt}, ${state}::"StepState", ${summary}, ${now},
				${outcome ? now : null})
			on conflict (deployment_id, name) do update set
				state = excluded.state, summary = excluded.summary, completed_at = excluded.completed_at,
				attempt = case when excluded.state = 'running' then excluded.attempt else old.attempt end,
				started_at = case when excluded.state = 'running' then excluded.started_at else old.started_at end
			returning deployment_id)
		select pg_notify(${eventChannel}, json_build_object('kind', 'deployment',
			'projectId', service.project_id, 'serviceId', service.id,
			'deploymentId', deployment.id, 'state', deployment.state)::text)::text
		from written
		-- A step that a power cut takes away is recorded anew: nothing waits for the disk here.
		cross join (select set_config('synchronous_commit', 'off', true)) as relaxed
		join deployment on deployment.id = written.deployment_id
		join service on service.id = deployment.service_id`;
}
