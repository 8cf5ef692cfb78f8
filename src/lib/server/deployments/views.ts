import type { Plan } from '#engine/detect/plan.ts';
import type { Prisma } from '#prisma/client/client.ts';
import type { DeploymentState, StepState, Trigger } from '#prisma/client/enums.ts';

/** One line of a history. */
export interface DeploymentSummary {
	id: string;
	/** Counts up per service: "#12". */
	number: number;
	state: DeploymentState;
	trigger: Trigger;
	branch: string;
	commitSha: string | null;
	commitMessage: string | null;
	commitAuthor: string | null;
	/** E-mail of who asked; null: a webhook, or an account that is gone. */
	actor: string | null;
	createdAt: Date;
	startedAt: Date | null;
	completedAt: Date | null;
	/** From start to end; null while it is not over. */
	milliseconds: number | null;
	error: { code: string | null; step: string | null; message: string; hint: string | null } | null;
	/** Its release, when it went live. */
	release: { id: string; isLive: boolean; canRollBack: boolean } | null;
	service: { id: string; name: string; projectId: string; projectName: string };
}

export interface StepView {
	name: string;
	state: StepState;
	summary: string | null;
	attempt: number;
	startedAt: Date;
	completedAt: Date | null;
}

export interface DeploymentView extends DeploymentSummary {
	attempt: number;
	committedAt: Date | null;
	cancelAskedAt: Date | null;
	/** In the order in which they ran. */
	steps: StepView[];
	plan: Plan | null;
	/** Number of the deployment whose image is used again, when nothing is built. */
	basedOn: number | null;
	/** The image was found: the same files and settings were built before, so "build anyway" is offered. */
	isReused: boolean;
	isFresh: boolean;
	/** Of a return after a crash: the deployment that crashed, and how. */
	returnedFrom: { id: string; number: number; what: string } | null;
	/** Where the app answers. */
	url: string;
}

export const summaryInclude = {
	actor: { select: { email: true } },
	release: { select: { id: true, prunedAt: true } },
	service: {
		select: {
			id: true,
			name: true,
			projectId: true,
			liveReleaseId: true,
			state: true,
			project: { select: { name: true } }
		}
	}
} satisfies Prisma.DeploymentInclude;

type Row = Prisma.DeploymentGetPayload<{ include: typeof summaryInclude }>;

/** What of a deployment its summary is made of. */
export type SummaryRow = Pick<Row, 'actor' | 'release' | 'service' | SummaryColumn>;

type SummaryColumn =
	| 'id'
	| 'number'
	| 'state'
	| 'trigger'
	| 'branch'
	| 'commitSha'
	| 'commitMessage'
	| 'commitAuthor'
	| 'createdAt'
	| 'startedAt'
	| 'completedAt'
	| 'errorCode'
	| 'errorStep'
	| 'errorMessage'
	| 'errorHint';

export function toSummary({ service, release, actor, ...row }: SummaryRow): DeploymentSummary {
	const isCurrent = release !== null && service.liveReleaseId === release.id;
	return {
		id: row.id,
		number: row.number,
		state: row.state,
		trigger: row.trigger,
		branch: row.branch,
		commitSha: row.commitSha,
		commitMessage: row.commitMessage,
		commitAuthor: row.commitAuthor,
		actor: actor?.email ?? null,
		createdAt: row.createdAt,
		startedAt: row.startedAt,
		completedAt: row.completedAt,
		milliseconds:
			row.startedAt && row.completedAt ? row.completedAt.getTime() - row.startedAt.getTime() : null,
		error:
			row.errorMessage === null
				? null
				: {
						code: row.errorCode,
						step: row.errorStep,
						message: row.errorMessage,
						hint: row.errorHint
					},
		release: release && {
			id: release.id,
			isLive: isCurrent && service.state !== 'stopped',
			canRollBack: !isCurrent && release.prunedAt === null
		},
		service: {
			id: service.id,
			name: service.name,
			projectId: service.projectId,
			projectName: service.project.name
		}
	};
}
