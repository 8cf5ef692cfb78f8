import type { Recorder } from '#engine/pipeline/step.ts';
import type { StepName } from '#engine/spec.ts';

export interface TimedRecorder extends Recorder {
	/** performance.now() of what happened, NaN for what did not: "check started", "check ended". */
	at(step: StepName, what: 'started' | 'ended'): number;
}

/** Notes when steps begin and end, and nothing else; `onEnded` hears each that succeeded. */
export function timedRecorder(onEnded: (step: StepName) => void = () => {}): TimedRecorder {
	const times = new Map<string, number>();
	const note = (step: StepName, what: string) => times.set(`${step} ${what}`, performance.now());
	return {
		at: (step, what) => times.get(`${step} ${what}`) ?? Number.NaN,
		async stepStarted(step) {
			note(step, 'started');
		},
		async stepEnded(step, outcome) {
			note(step, 'ended');
			if (outcome === 'succeeded') onEnded(step);
		},
		log: () => {},
		commit: () => Promise.resolve(),
		plan: () => Promise.resolve(),
		goLive: () => Promise.resolve(),
		processes: () => Promise.resolve([])
	};
}
