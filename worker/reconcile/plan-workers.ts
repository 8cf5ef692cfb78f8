import { isRunning } from '#engine/pipeline/own-containers.ts';
import type { Container } from '#engine/runtime/port.ts';
import { labels } from '#engine/spec.ts';
import type { WantedService } from './plan.ts';

export interface WorkersPlan {
	/** Some worker is missing, not running, or runs another command. */
	startWorkers: boolean;
	remove: string[];
	/** Running although the service is stopped. */
	stop: string[];
}

/** Is it a container of a worker, whichever release it is of? */
export const isWorker = ({ labels: on }: Container) =>
	on[labels.process] !== undefined && on[labels.run] === undefined;

/** One run of a cron process: processes/settle-runs.ts looks after those. */
export const isRun = ({ labels: on }: Container) => on[labels.run] !== undefined;

/** The repairs of a service's workers. */
export function planWorkers(wanted: WantedService, containers: Container[]): WorkersPlan {
	const isLive = wanted.state === 'live' && wanted.live !== null;
	const commands = new Map(wanted.workers.map(({ container, command }) => [container, command]));
	const all = containers.filter(isWorker);
	const fitting = all.filter(
		({ name, labels: on }) => commands.has(name) && commands.get(name) === on[labels.command]
	);
	const running = fitting.filter(isRunning);
	return {
		startWorkers: isLive && running.length < commands.size,
		remove: all.filter((one) => !fitting.includes(one)).map(({ name }) => name),
		stop: isLive ? [] : running.map(({ name }) => name)
	};
}
