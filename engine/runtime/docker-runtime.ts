import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import { AppError } from '../error.ts';
import { labels } from '../spec.ts';
import { createOptions } from './container-plan.ts';
import {
	asAppError,
	dockerMessage,
	labelFilter,
	socketOf,
	statusOf,
	unless
} from './docker-client.ts';
import { containerEvents } from './docker-events.ts';
import { hostMemory } from './host-memory.ts';
import { ensureVolumes, listVolumes, removeVolume, volumeSizes } from './docker-volumes.ts';
import { listeningPorts, openConnections } from './listening.ts';
import { readLogs } from './read-logs.ts';
import type { Container, ContainerPlan, ContainerState, Runtime } from './port.ts';
import { ownVolumes } from './volume-owner.ts';

/** Plain containers on one Docker engine. Only objects that carry our label are replaced or removed. */
export function dockerRuntime(docker: Docker): Runtime {
	const creating = new Map<string, Promise<void>>();
	const isLocal = socketOf(docker) !== null;
	let options = createOptions;

	async function inspect(name: string): Promise<Container | null> {
		const found = await unless([404], docker.getContainer(name).inspect());
		return found && toContainer(found);
	}

	async function twin(name: string, plan: ContainerPlan): Promise<Container | null> {
		const found = await inspect(name);
		const isSame = found?.state === 'running' && found.labels[labels.config] === configOf(plan);
		return isSame ? found : null;
	}

	async function removeNow(name: string): Promise<void> {
		// 409: its removal is under way already. Anonymous volumes go with it, named ones stay.
		await unless([404, 409], docker.getContainer(name).remove({ force: true, v: true }));
	}

	async function stop(name: string, { graceSeconds }: { graceSeconds: number }): Promise<void> {
		await unless([304, 404], docker.getContainer(name).stop({ t: graceSeconds }));
	}

	async function createNetwork(name: string, own: Record<string, string>): Promise<void> {
		const found = await docker.listNetworks({ filters: { name: [name] } }).catch((error) => {
			throw asAppError(error);
		});
		if (found.some((network) => network.Name === name)) return;
		await docker
			.createNetwork({ Name: name, Driver: 'bridge', CheckDuplicate: true, Labels: own })
			.catch((error: unknown) => {
				if (statusOf(error) === 409) return;
				if (statusOf(error) === undefined) throw asAppError(error);
				throw new AppError(
					'network_not_created',
					500,
					`Docker could not make a network for the project: ${dockerMessage(error)}`,
					{
						hint: 'When its address pools are used up: remove networks that are not needed, or add default-address-pools to /etc/docker/daemon.json.',
						cause: error
					}
				);
			});
	}

	/** Its process, when the engine is on this machine and it runs. */
	async function localPid(name: string): Promise<number | null> {
		const found = isLocal ? await unless([404], docker.getContainer(name).inspect()) : null;
		return found?.State.Pid || null;
	}

	/** 304: it runs already. */
	async function run(name: string): Promise<void> {
		await unless([304], docker.getContainer(name).start());
	}

	return {
		inspect,
		stop,

		ensureNetwork(name, own) {
			// The engine's own check for doubles leaves a gap between two at once.
			const pending =
				creating.get(name) ?? createNetwork(name, own).finally(() => creating.delete(name));
			creating.set(name, pending);
			return pending;
		},

		async removeNetwork(name) {
			await unless([404], docker.getNetwork(name).remove());
		},

		async start(plan, { signal }) {
			signal.throwIfAborted();
			const config = configOf(plan);
			const isNew = await create(docker, { plan, config, options });
			const found = isNew ? null : await inspect(plan.name);
			if (!isNew && found?.labels[labels.config] !== config) {
				await removeNow(plan.name);
				await create(docker, { plan, config, options });
			}
			signal.throwIfAborted();
			await run(plan.name).catch(async (error: unknown) => {
				if (!isAboutLimits(error)) throw asStartFailure(error);
				await removeNow(plan.name);
				options = withEngineLimits;
				await create(docker, { plan, config, options });
				await run(plan.name).catch((again: unknown) => {
					throw asStartFailure(again);
				});
			});
			const started = await inspect(plan.name);
			if (!started) throw notStarted(new Error('it vanished'));
			return started;
		},

		twin,

		async adopt(name, plan) {
			const found = await twin(name, plan);
			if (!found || found.name === plan.name) return found;
			const container = docker.getContainer(found.id);
			await unless([404, 409], container.rename({ name: plan.name }));
			const named = await inspect(plan.name);
			return named?.id === found.id ? named : null;
		},

		async resume(name) {
			await unless([304, 404], docker.getContainer(name).start());
			return inspect(name);
		},

		async untilEnded(name, { signal }) {
			const ending = docker.getContainer(name).wait({ abortSignal: signal });
			await unless([404], ending).catch((error: unknown) => {
				signal.throwIfAborted();
				throw error;
			});
			return inspect(name);
		},

		async remove(name, { graceSeconds }) {
			await stop(name, { graceSeconds });
			await removeNow(name);
		},

		async list(wanted) {
			const found = await unless(
				[],
				docker.listContainers({ all: true, filters: labelFilter(wanted) })
			);
			const all = await Promise.all((found ?? []).map(({ Id }) => inspect(Id)));
			return all.filter((container) => container !== null);
		},

		logs: (name, options) => readLogs(docker, name, options),

		async lastLines(name, count) {
			const signal = AbortSignal.timeout(10_000);
			const lines: string[] = [];
			for await (const some of readLogs(docker, name, { tail: count, follow: false, signal })) {
				for (const { text } of some) lines.push(text);
			}
			return lines.slice(-count);
		},

		async listening(name) {
			const pid = await localPid(name);
			return pid === null ? [] : listeningPorts(pid);
		},

		async connections(name, port) {
			const pid = await localPid(name);
			return pid === null ? null : openConnections(pid, port);
		},

		hostMemory: async () => (isLocal ? hostMemory() : null),

		async networks(wanted) {
			const found = await unless([], docker.listNetworks({ filters: labelFilter(wanted) }));
			return (found ?? []).map(({ Name }) => Name);
		},

		volumes: (wanted) => listVolumes(docker, wanted),
		volumeSizes: (wanted, { signal }) => volumeSizes(docker, wanted, signal),
		removeVolume: (name) => removeVolume(docker, name),

		events: (options) => containerEvents(docker, options),

		async version({ signal }) {
			signal.throwIfAborted();
			const said = await unless([], docker.version());
			return said?.Version ?? 'unknown';
		}
	};
}

/** Two plans with the same text make the same container, whatever its name and whichever deployment made it. */
function configOf(plan: ContainerPlan): string {
	const { [labels.deployment]: _deployment, ...own } = plan.labels;
	return createHash('sha256')
		.update(JSON.stringify(createOptions({ ...plan, name: '', labels: own })))
		.digest('hex')
		.slice(0, 16);
}

/** An engine that is itself limited to fewer open files can not give a container more; it says so only in words. */
const isAboutLimits = (error: unknown) =>
	statusOf(error) === 500 && /rlimit/.test(dockerMessage(error));

function withEngineLimits(plan: ContainerPlan): ContainerCreateOptions {
	const { HostConfig: host, ...options } = createOptions(plan);
	return { ...options, HostConfig: { ...host, Ulimits: [] } };
}

/** false: there is a container of that name. */
async function create(
	docker: Docker,
	wanted: {
		plan: ContainerPlan;
		config: string;
		options: (plan: ContainerPlan) => ContainerCreateOptions;
	}
): Promise<boolean> {
	const { plan, config, options } = wanted;
	const labelled = { ...plan, labels: { ...plan.labels, [labels.config]: config } };
	await ensureVolumes(docker, plan);
	try {
		await docker.createContainer(options(labelled));
	} catch (error) {
		if (statusOf(error) === 409) return false;
		if (statusOf(error) !== 404) throw asStartFailure(asAppError(error));
		throw new AppError('image_not_found', 409, 'The image of this release is no longer there', {
			hint: 'Deploy the commit again: the image is then built anew.',
			cause: error
		});
	}
	await ownVolumes(docker, plan.name, plan.mounts);
	return true;
}

const asStartFailure = (error: unknown) =>
	statusOf(error) === undefined ? error : notStarted(error);

function notStarted(error: unknown): AppError {
	return new AppError(
		'container_not_started',
		500,
		`The container did not start: ${dockerMessage(error)}`,
		{
			hint: 'Check the start command, the Dockerfile’s CMD and the limits in the settings.',
			cause: error
		}
	);
}

/** Docker writes the year 1 for never. */
const timeOf = (time: string) => (time.startsWith('0001') ? null : new Date(time));

function toContainer(found: ContainerInspectInfo): Container {
	const { State: state, NetworkSettings: settings, HostConfig: host } = found;
	const address = settings.Networks[host.NetworkMode ?? '']?.IPAddress;
	return {
		id: found.Id,
		name: found.Name.replace(/^\//, ''),
		labels: found.Config.Labels,
		state: state.Status as ContainerState,
		address: address ? address : null,
		// Between two runs it counts as running, but has ended.
		exitCode: state.Running && !state.Restarting ? null : state.ExitCode,
		outOfMemory: state.OOMKilled,
		startedAt: timeOf(state.StartedAt),
		finishedAt: timeOf(state.FinishedAt),
		restarts: found.RestartCount
	};
}
