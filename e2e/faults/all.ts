import * as cancelled from './cancelled.ts';
import * as clock from './clock.ts';
import * as database from './database.ts';
import * as disk from './disk.ts';
import * as domains from './domains.ts';
import * as edge from './edge.ts';
import * as engine from './engine.ts';
import type { Experiment } from './experiment.ts';
import * as failing from './failing.ts';
import * as flood from './flood.ts';
import * as git from './git.ts';
import * as panel from './panel.ts';
import * as removed from './removed.ts';
import * as resources from './resources.ts';
import * as visitors from './visitors.ts';
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
	removed.interrupted,
	worker.stopped,
	worker.nextPush,
	database.killed,
	database.missed,
	engine.restarted,
	engine.full,
	disk.full,
	resources.memory,
	resources.pressure,
	resources.forks,
	edge.killed,
	edge.emptied,
	visitors.undisturbed,
	domains.withoutCertificate,
	webhooks.twice,
	webhooks.outOfOrder,
	webhooks.forged,
	webhooks.crossed,
	cancelled.everywhere,
	failing.hanging,
	failing.unhealthy,
	failing.crashing,
	failing.release,
	git.broken,
	git.large,
	flood.flood,
	clock.skewed,
	panel.restarted
];
