import type { LogFile } from '#engine/logs/log-file.ts';
import type { Recorder } from '#engine/pipeline/step.ts';
import type { BuiltImage, StepName } from '#engine/spec.ts';
import type { Db } from '#lib/server/db/client.ts';
import { goLive } from '#lib/server/deployments/go-live.ts';
import { recordCommit, recordPlan } from '#lib/server/deployments/record-facts.ts';
import { loadWorkers } from '#lib/server/processes/load-workers.ts';
import { recordStep, type StepOutcome } from '#lib/server/deployments/record-step.ts';
import { whenDatabaseIsBack } from './when-database-is-back.ts';
import type { Writes } from './writes.ts';

/** What the deployment's end needs to know of its way. */
export interface Course {
	/** The step that failed. */
	failedStep: StepName | null;
	/** From then on it is not cancelled any more, only finished. */
	isLive: boolean;
}

export interface RecorderOptions {
	db: Db;
	deploymentId: string;
	attempt: number;
	log: LogFile;
	/** Where it writes; to be settled when the pipeline has ended. */
	writes: Writes;
	/** Aborted by a stopping worker: what is cut off then has not failed. */
	stopping: AbortSignal;
	/** Kept up to date. */
	course: Course;
	/** Hears that its release is the live one. */
	onLive: (image: BuiltImage) => void;
}

/** Writes down what the pipeline does: steps and facts as rows, lines into the deployment's log. */
export function createRecorder(options: RecorderOptions): Recorder {
	const { db, deploymentId, attempt, log, writes, stopping, course, onLive } = options;
	const addStep = (name: StepName, outcome: StepOutcome | null) => {
		const step = { deploymentId, attempt, name, outcome, at: new Date() };
		return writes.add(() => recordStep(db, step));
	};
	return {
		stepStarted: (name) => addStep(name, null),
		async stepEnded(name, state, summary) {
			if (state === 'failed') course.failedStep = name;
			const isCutOff = stopping.aborted && (state === 'failed' || state === 'cancelled');
			if (isCutOff) return;
			await addStep(name, { state, summary });
		},
		log: (step, line, stream) => log.write(step, line, stream),
		commit: (commit) => writes.add(() => recordCommit(db, { deploymentId, commit })),
		plan: (plan) => writes.add(() => recordPlan(db, { deploymentId, plan })),
		async goLive(image: BuiltImage) {
			await writes.settled();
			await whenDatabaseIsBack(() => goLive(db, { deploymentId, image }));
			course.isLive = true;
			onLive(image);
		},
		processes: () => whenDatabaseIsBack(() => loadWorkers(db, { deploymentId }))
	};
}
