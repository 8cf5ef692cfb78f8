import type { Env } from '#env';
import { version } from '#lib/server/health/version.ts';
import { cleanUpRound } from './clean-up/round.ts';
import { noteOwnCertificates } from './certificates/note-own-certificates.ts';
import { noteCertificates } from './domains/note-certificates.ts';
import { watchCertificates } from './domains/watch-certificates.ts';
import { retryNow } from './heartbeat/free-jobs.ts';
import { createHeartbeat } from './heartbeat/heartbeat.ts';
import { ownIdentity } from './heartbeat/identity.ts';
import { recoverJobs } from './heartbeat/recover-jobs.ts';
import { whileStill } from './heartbeat/while-still.ts';
import { startRunner } from './jobs/runner.ts';
import { holdReserve } from './hold-reserve.ts';
import { openLive } from './live/live.ts';
import { startLiveServer } from './live/server.ts';
import { packColdLogs } from './logs/pack-cold-logs.ts';
import { startMetrics } from './metrics/start-metrics.ts';
import { findMissedPushes } from './missed-pushes/find-missed.ts';
import { openWorld, panelGroup } from './open-world.ts';
import { startReconciler } from './reconcile/start-reconciler.ts';
import { watchEngine } from './reconcile/watch-engine.ts';
import { watchNames } from './reconcile/watch-names.ts';
import { atFull, startRounds } from './rounds.ts';
import { sweepFiles } from './sweep-files.ts';
import { allTasks } from './tasks/all-tasks.ts';
import { serveTerminals } from './terminal/serve-terminals.ts';

/** Running deployments may end within this before they are interrupted. */
const graceMs = 5_000;
const recoverEveryMs = 30_000;
/** Not all installations at the same moment: a Git host serves many. */
const pushesEveryMs = 10 * 60_000 * (0.8 + 0.4 * Math.random());
const cleanUpEveryMs = 5 * 60_000;
const packLogsEveryMs = 30 * 60_000;
/** Caddy's own files tell sooner. */
const certificatesEveryMs = 60_000;
/** A disk that is nearly full fills up within seconds, and tells nobody. */
const ballastEveryMs = 5_000;

/** Starts all that the worker does; `stop` ends it and gives unfinished jobs back. */
export async function startWorker(env: Env) {
	const world = await openWorld(env);
	const { db, queue, databaseUrl, report } = world;
	const ending = new AbortController();
	const self = ownIdentity();
	/** Nothing can be saved: the supervisor starts another worker, which goes on. */
	const giveUp = (why: string) => (error?: unknown) => {
		if (ending.signal.aborted) return;
		report(why, error ?? new Error(why));
		process.exit(1);
	};

	const heartbeat = createHeartbeat({
		db,
		self,
		version,
		onFreed: (workers, jobs) =>
			console.log(`Freed ${jobs} jobs of lost workers: ${workers.join(', ')}`),
		onDeclaredDead: giveUp('Another worker took over while this one was silent')
	});
	await heartbeat.mark();
	await sweepFiles(world);

	const beats = startRounds({
		name: 'Heartbeat',
		everyMs: atFull(heartbeat.intervalMs),
		round: () => heartbeat.mark(),
		report
	});
	const recovery = startRounds({
		name: 'Recovery of jobs',
		everyMs: atFull(recoverEveryMs),
		round: whileStill(
			heartbeat,
			() => recoverJobs(db, queue),
			({ isSettled }) => isSettled
		),
		report
	});
	const reconciler = startReconciler(world, heartbeat);
	const ballast = startRounds({
		name: 'Reserve of disk',
		everyMs: atFull(ballastEveryMs),
		round: () => holdReserve(world.paths.ballast, databaseUrl),
		report
	});
	const cleaning = startRounds({
		name: 'Clean-up',
		everyMs: cleanUpEveryMs,
		round: (nth) => cleanUpRound(world, nth),
		report
	});
	const packing = startRounds({
		name: 'Cold logs',
		everyMs: packLogsEveryMs,
		async round(nth, signal) {
			// A server that just came up has other things to do.
			if (nth > 0) await packColdLogs(world.paths, { now: Date.now(), signal });
		},
		report
	});
	const certificates = startRounds({
		name: 'Certificates',
		everyMs: atFull(certificatesEveryMs),
		round: whileStill(
			heartbeat,
			async () => (await noteCertificates(world)) + (await noteOwnCertificates(world)),
			(lookedAt) => lookedAt === 0
		),
		report
	});
	const stopWatchingCertificates = watchCertificates(world, certificates.wake);
	const pushes = startRounds({
		name: 'Missed pushes',
		everyMs: pushesEveryMs,
		round: (_nth, signal) => findMissedPushes(world, signal),
		report
	});
	// While the database was away no delivery could be taken.
	world.events.subscribe(({ kind }) => {
		if (kind !== 'resync') return;
		heartbeat.lost();
		pushes.wake();
	});
	const metrics = startMetrics(world, heartbeat);
	const watching = watchEngine(world, {
		onChange(service) {
			metrics.changed();
			// What a deployment starts and stops itself needs no look before it has ended.
			if (!world.underWay.has(service)) reconciler.wake();
		},
		signal: ending.signal
	});
	const listening = watchNames(world, { onChange: reconciler.wake, signal: ending.signal });
	const logging = world.logs.run(ending.signal);
	const runner = await startRunner({
		databaseUrl,
		workerId: self.id,
		tasks: allTasks(world),
		lanes: [
			{ jobs: ['deploy'], concurrency: 8 },
			{
				jobs: [
					'delete-service',
					'delete-project',
					'stop-service',
					'repair-service',
					'run-process',
					'recover-service',
					'publish-hosts',
					'apply-edge'
				],
				concurrency: 4
			},
			// An authority that hangs holds up nothing else.
			{ jobs: ['warm-certificates'], concurrency: 2 },
			// Nor does a mail server that does not answer.
			{ jobs: ['send-notification'], concurrency: 2 },
			{ jobs: ['find-missed-push'], concurrency: 1 },
			{ jobs: ['clean-up'], concurrency: 1 }
		],
		report,
		onBroken: giveUp('The queue broke')
	});
	heartbeat.onNextJob(runner.jobIn);
	const live = openLive(world, metrics);
	const terminals = serveTerminals({ ...world, runtime: world.engine.runtime });
	const server = await startLiveServer({
		socketPath: world.paths.workerSocket,
		live,
		upgrade: terminals.upgrade,
		group: await panelGroup(world.paths),
		report: (error) => report('A live read failed', error)
	});

	return {
		async stop() {
			ending.abort();
			stopWatchingCertificates();
			await Promise.all([
				terminals.close().then(() => server.close()),
				reconciler.stop(),
				recovery.stop(),
				cleaning.stop(),
				packing.stop(),
				certificates.stop(),
				ballast.stop(),
				metrics.stop(),
				pushes.stop()
			]);
			await retryNow(db, await runner.stop({ graceMs }));
			await Promise.all([beats.stop(), watching, listening, logging, live.close()]);
			await heartbeat.stop();
			await world.events.close();
			await db.$disconnect();
		}
	};
}
