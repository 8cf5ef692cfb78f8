import { touchesWatched } from '#lib/rules/watched-files.ts';
import { changedFiles, type PushEvent } from './push-event.ts';

const skipMarker =
	/\[(skip ci|ci skip|no ci|skip deploy|deploy skip|skip gantry)\]|(?<=^\s*)skip-checks:\s*true(?=\s*$)/im;

/** What the service wants to hear of, and what it heard before. */
export interface PushContext {
	branch: string;
	autoDeploy: boolean;
	/** Number of the deployment that a person rolled back to, until they resume. */
	rolledBackTo: number | null;
	/** Patterns as in .gitignore; empty: every push deploys. */
	watchPaths: string[];
	/** Number of the deployment that has this very commit waiting, running or live. */
	sameCommit: number | null;
	/** The commit that was pushed after this one, when its delivery came first. */
	newerCommit: string | null;
}

/** Why a push is not deployed, for people; null: it is. Pure. */
export function judgePush(push: PushEvent, service: PushContext): string | null {
	const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(push.ref) ?? [];
	if (kind === 'tags') return `Tag ${name} was pushed: only branches are deployed.`;
	if (kind !== 'heads') return `${push.ref} is not a branch.`;
	if (name !== service.branch) {
		return `Branch ${name} was pushed, this service deploys ${service.branch}.`;
	}
	if (push.deleted || /^0+$/.test(push.after)) return `Branch ${name} was deleted.`;
	if (!service.autoDeploy) return 'Deploying on push is switched off for this service.';
	if (service.rolledBackTo !== null) {
		return `Deploying on push is paused since the rollback to #${service.rolledBackTo}.`;
	}
	const marker = skipMarker.exec(push.head_commit?.message ?? '')?.[0];
	if (marker) return `The commit message says ${marker}.`;
	const short = push.after.slice(0, 7);
	if (service.newerCommit) {
		return `Commit ${short} is older than ${service.newerCommit.slice(0, 7)}, which was pushed after it.`;
	}
	if (service.sameCommit !== null) {
		return `Commit ${short} is deployed already by #${service.sameCommit}.`;
	}
	const files = service.watchPaths.length > 0 ? changedFiles(push) : null;
	if (files && !touchesWatched(service.watchPaths, files)) {
		return `No changed file is watched: this service watches ${listed(service.watchPaths)}.`;
	}
	return null;
}

function listed(patterns: string[]): string {
	const shown = patterns.slice(0, 5).join(', ');
	return patterns.length > 5 ? `${shown} and ${patterns.length - 5} more` : shown;
}
