import type { DeploymentStateName } from '#lib/rules/deployment-state.ts';

export type TriggerName = 'manual' | 'push' | 'api' | 'rollback' | 'variables';

/** A deployment as lists and headers show it. */
export interface DeploymentView {
	id: string;
	/** Counts up per service. */
	number: number;
	state: DeploymentStateName;
	trigger: TriggerName;
	branch: string;
	commitSha: string | null;
	commitMessage: string | null;
	commitAuthor: string | null;
	/** Who asked for it; null: nobody, a push did. */
	actorEmail: string | null;
	createdAt: Date;
	startedAt: Date | null;
	completedAt: Date | null;
	cancelAskedAt: Date | null;
	errorMessage: string | null;
	/** Its release is the one that answers now. */
	isLive: boolean;
	/** Its release is kept and is not the live one. */
	canRollBack: boolean;
}

export interface StepView {
	name: string;
	state: 'running' | 'succeeded' | 'failed' | 'skipped' | 'cancelled';
	/** What happened, in one sentence. */
	summary: string | null;
	startedAt: Date;
	completedAt: Date | null;
}

export const triggerWords: Record<TriggerName, string> = {
	manual: 'Deployed by hand',
	push: 'Git push',
	api: 'API',
	rollback: 'Rollback',
	variables: 'Variables applied'
};

export const stepWords: Record<string, string> = {
	checkout: 'Check out',
	detect: 'Detect',
	build: 'Build',
	push: 'Push image',
	start: 'Start',
	check: 'Health check',
	switch: 'Switch traffic',
	drain: 'Drain old version',
	prune: 'Clean up'
};

/** The first line of a commit message, or null. */
export function commitTitle(message: string | null): string | null {
	return message?.split('\n', 1)[0]?.trim() || null;
}
