import { letFinish, finishWords } from './let-finish.ts';
import { nameEntry } from './name-entry.ts';
import { isRunning, isWeb, serviceContainers } from './own-containers.ts';
import type { Container } from '../runtime/port.ts';
import { labels } from '../spec.ts';
import type { StepContext } from './step.ts';

/**
 * Stops what runs of the service before its new version starts. Visitors see that it is being deployed;
 * names keeps the old targets, which says, also after a crash, that there is something to go back to.
 */
export async function stopServing(context: StepContext): Promise<void> {
	const { spec, engine, log } = context;
	const { previous, others, runs } = await serviceContainers(context);
	const serving = new Set((await nameEntry(context))?.targets.map(({ address }) => address));
	const running = [...previous, ...others].filter(isRunning);
	await endRuns(runs.filter(isRunning), context);
	if (running.length === 0) return;
	await engine.names.update(spec.service, { state: 'starting' });
	log('The older version stops before the new one starts');
	const finished = await letFinish(running, context);
	const graceSeconds = spec.run.stopGraceSeconds;
	await Promise.all(
		running.map((one) => {
			const isServing = one.address !== null && serving.has(one.address);
			// What was only kept warm is not gone back to.
			const end = isWeb(one) && !isServing ? engine.runtime.remove : engine.runtime.stop;
			return end(one.name, { graceSeconds });
		})
	);
	log(`It ${finishWords(finished.values(), spec.run.drainSeconds)} and has stopped`);
}

/** Runs of cron processes have the same volumes. What is left of them the worker settles. */
async function endRuns(runs: Container[], { spec, engine, log }: StepContext): Promise<void> {
	const graceSeconds = spec.run.stopGraceSeconds;
	for (const { labels: on } of runs) {
		log(`The run of ${on[labels.process]} is ended: two versions never share a volume`, 'stderr');
	}
	await Promise.all(runs.map(({ name }) => engine.runtime.stop(name, { graceSeconds })));
}

/** The new version failed: what was stopped for it serves again. Does nothing when nothing was. */
export async function resumeServing(context: StepContext): Promise<boolean> {
	const { spec, engine, log } = context;
	const entry = await nameEntry(context);
	if (entry?.state !== 'starting' || entry.targets.length === 0) return false;
	const { previous, others } = await serviceContainers(context);
	const stopped = [...previous, ...others];
	const back = await Promise.all(stopped.map(({ name }) => engine.runtime.resume(name)));
	const port = entry.targets[0]?.port ?? 0;
	const targets = back
		.filter((one) => one !== null && isWeb(one))
		.flatMap((one) => (one?.address ? [{ address: one.address, port }] : []));
	if (targets.length === 0) return false;
	await engine.names.update(spec.service, { state: 'live', targets });
	log('The older version was started again');
	return true;
}
