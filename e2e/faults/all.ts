import * as cancelled from './cancelled.ts';
import type { Experiment } from './experiment.ts';
import * as failing from './failing.ts';
import * as webhooks from './webhooks.ts';
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
	worker.stopped,
	webhooks.twice,
	webhooks.outOfOrder,
	webhooks.forged,
	webhooks.crossed,
	cancelled.everywhere,
	failing.hanging,
	failing.unhealthy,
	failing.crashing,
	failing.release
];
