import type { DeploymentSummary } from '#lib/server/deployments/views.ts';

export const triggerWords: Record<DeploymentSummary['trigger'], string> = {
	manual: 'Deployed by hand',
	push: 'Git push',
	api: 'API',
	rollback: 'Rollback',
	variables: 'Settings applied',
	recovery: 'Returned after a crash'
};

const steps: Record<string, string> = {
	checkout: 'Check out',
	detect: 'Detect',
	build: 'Build',
	push: 'Push image',
	publish: 'Publish files',
	release: 'Release command',
	start: 'Start',
	check: 'Health check',
	switch: 'Switch traffic',
	processes: 'Start workers',
	drain: 'Drain old version',
	prune: 'Clean up'
};

/** A step's name for people. */
export function stepWords(name: string): string {
	return steps[name] ?? name;
}

/** The first line of a commit message, or null. */
export function commitTitle(message: string | null): string | null {
	return message?.split('\n', 1)[0]?.trim() || null;
}
