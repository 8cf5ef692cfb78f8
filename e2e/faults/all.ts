import type { Experiment } from './experiment.ts';
import * as worker from './worker-killed.ts';

/** In the order in which they run. */
export const all: Experiment[] = [
	worker.queued,
	worker.cloning,
	worker.building,
	worker.imageMade,
	worker.checking,
	worker.switched,
	worker.nextPush,
	worker.stopped
];
