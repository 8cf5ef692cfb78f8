import type { Plan } from '../../detect/plan.ts';
import type { BuiltImage, Commit, ProcessSpec, StepName } from '../../spec.ts';
import type { Recorder } from '../step.ts';

export interface MemoryRecorder extends Recorder {
	/** "build succeeded", in order. */
	steps: string[];
	summaries: Partial<Record<StepName, string | null>>;
	lines: string[];
	commits: Commit[];
	plans: Plan[];
	live: BuiltImage | null;
	/** What `processes` answers. */
	workers: ProcessSpec[];
	/** Tests let it refuse. */
	onGoLive: () => void;
}

/** Notes everything in arrays. */
export function memoryRecorder(): MemoryRecorder {
	const recorder: MemoryRecorder = {
		steps: [],
		summaries: {},
		lines: [],
		commits: [],
		plans: [],
		live: null,
		workers: [],
		onGoLive: () => {},
		async stepStarted() {},
		async stepEnded(name, outcome, summary) {
			recorder.steps.push(`${name} ${outcome}`);
			recorder.summaries[name] = summary;
		},
		log: (_step, line) => void recorder.lines.push(line),
		commit: async (commit) => void recorder.commits.push(commit),
		plan: async (plan) => void recorder.plans.push(plan),
		async goLive(image) {
			recorder.onGoLive();
			recorder.live = image;
		},
		processes: async () => recorder.workers
	};
	return recorder;
}
