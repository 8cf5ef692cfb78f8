import { EventEmitter, on } from 'node:events';
import { AppError } from '../error.ts';
import { labels } from '../spec.ts';
import type { Container, ContainerPlan, Runtime, RuntimeEvent, RuntimeLine } from './port.ts';

interface Kept extends Container {
	plan: ContainerPlan;
	lines: RuntimeLine[];
}

export interface MemoryRuntime extends Runtime {
	containers: Map<string, Kept>;
	networkLabels: Map<string, Record<string, string>>;
	/** Labels of the volumes there are. */
	volumeLabels: Map<string, Record<string, string>>;
	/** The app prints a line. */
	print(name: string, text: string, stream?: RuntimeLine['stream']): void;
	/** The app ends by itself. */
	exit(name: string, exitCode: number, options?: { outOfMemory?: boolean }): void;
	/** Tests shape what an app does when it starts. */
	onStart: (plan: ContainerPlan) => void;
	/** Of the machine. */
	memory: { totalBytes: number; availableBytes: number };
}

/** The same for two plans that differ in name and deployment only. */
function madeBy({ name: _name, labels: on, ...plan }: ContainerPlan): string {
	const { [labels.deployment]: _deployment, ...own } = on;
	return JSON.stringify([plan, own]);
}

/** Containers that exist in memory only. `images`: ids that can be started; null: any. */
export function memoryRuntime({
	images = null
}: { images?: Set<string> | null } = {}): MemoryRuntime {
	const containers = new Map<string, Kept>();
	const networkLabels = new Map<string, Record<string, string>>();
	const volumeLabels = new Map<string, Record<string, string>>();
	const bus = new EventEmitter().setMaxListeners(0);
	const told: { at: number; event: RuntimeEvent }[] = [];
	let addresses = 1;

	function tell(kind: RuntimeEvent['kind'], kept: Kept, isAsked = false): void {
		const { name, labels, exitCode } = kept;
		const outOfMemory = kind === 'stopped' && kept.outOfMemory;
		const at = new Date();
		const event: RuntimeEvent = {
			...{ kind, container: name, labels, isAsked, outOfMemory, at },
			exitCode: kind === 'stopped' ? exitCode : null
		};
		told.push({ at: at.getTime(), event });
		bus.emit('event', event);
	}

	function end(name: string, exitCode: number, how = { outOfMemory: false, isAsked: true }): void {
		const kept = containers.get(name);
		if (kept?.state !== 'running') return;
		const { outOfMemory } = how;
		Object.assign(kept, { state: 'exited', exitCode, outOfMemory, address: null });
		kept.finishedAt = new Date();
		tell('stopped', kept, how.isAsked);
	}

	const hasLabels = (own: Record<string, string>, wanted: Record<string, string>) =>
		Object.entries(wanted).every(([key, value]) => own[key] === value);

	function run(kept: Kept): void {
		if (kept.state === 'running') return;
		Object.assign(kept, { state: 'running', exitCode: null, outOfMemory: false });
		Object.assign(kept, { address: `172.30.0.${++addresses}`, startedAt: new Date() });
		tell('started', kept);
		runtime.onStart(kept.plan);
	}

	function twinOf(name: string, plan: ContainerPlan): Kept | null {
		const kept = containers.get(name);
		return kept?.state === 'running' && madeBy(kept.plan) === madeBy(plan) ? kept : null;
	}

	const shown = ({ plan: _plan, lines: _lines, ...container }: Kept): Container => container;

	const runtime: MemoryRuntime = {
		containers,
		networkLabels,
		volumeLabels,
		onStart: () => {},
		memory: { totalBytes: 8 * 2 ** 30, availableBytes: 4 * 2 ** 30 },
		exit: (name, exitCode, { outOfMemory = false } = {}) =>
			end(name, exitCode, { outOfMemory, isAsked: false }),
		print(name, text, stream = 'stdout') {
			const line = { time: new Date().toISOString().replace('Z', '000000Z'), stream, text };
			containers.get(name)?.lines.push(line);
			bus.emit('line', name, line);
		},

		async ensureNetwork(name, own) {
			networkLabels.set(name, networkLabels.get(name) ?? own);
		},
		async removeNetwork(name) {
			networkLabels.delete(name);
		},
		async networks(wanted) {
			return [...networkLabels].filter(([, own]) => hasLabels(own, wanted)).map(([name]) => name);
		},

		async volumes(wanted) {
			return [...volumeLabels].filter(([, own]) => hasLabels(own, wanted)).map(([name]) => name);
		},
		async volumeSizes(wanted) {
			const names = await runtime.volumes(wanted);
			return Object.fromEntries(names.map((name) => [name, 0]));
		},
		async removeVolume(name) {
			const mounts = [...containers.values()].flatMap(({ plan }) => plan.mounts);
			if (mounts.some(({ volume }) => volume === name)) {
				throw new AppError('volume_in_use', 409, 'A container still mounts this volume.');
			}
			volumeLabels.delete(name);
		},

		async start(plan, { signal }) {
			signal.throwIfAborted();
			if (images && !images.has(plan.image)) {
				throw new AppError('image_not_found', 409, 'The image of this release is no longer there');
			}
			const found = containers.get(plan.name);
			if (found && madeBy(found.plan) !== madeBy(plan)) containers.delete(plan.name);
			const kept: Kept = containers.get(plan.name) ?? {
				plan: structuredClone(plan),
				lines: [],
				id: `id-${plan.name}-${addresses}`,
				name: plan.name,
				labels: plan.labels,
				state: 'created',
				address: null,
				exitCode: null,
				outOfMemory: false,
				startedAt: null,
				finishedAt: null,
				restarts: 0
			};
			containers.set(plan.name, kept);
			for (const { volume } of plan.mounts) {
				volumeLabels.set(volume, volumeLabels.get(volume) ?? ownersOf(plan, volume));
			}
			run(kept);
			return shown(kept);
		},
		async twin(name, plan) {
			const kept = twinOf(name, plan);
			return kept ? shown(kept) : null;
		},
		async adopt(name, plan) {
			const kept = twinOf(name, plan);
			if (!kept || name === plan.name) return kept && shown(kept);
			if (containers.has(plan.name)) return null;
			containers.delete(name);
			containers.set(plan.name, Object.assign(kept, { name: plan.name, plan }));
			return shown(kept);
		},
		async resume(name) {
			const kept = containers.get(name);
			if (kept) run(kept);
			return kept ? shown(kept) : null;
		},
		async untilEnded(name, { signal }) {
			const isOver = () => containers.get(name)?.state !== 'running';
			if (!isOver()) {
				const happened = on(bus, 'event', { signal });
				while (!isOver()) await happened.next().catch(() => signal.throwIfAborted());
			}
			const kept = containers.get(name);
			return kept ? shown(kept) : null;
		},

		async inspect(name) {
			const kept = containers.get(name);
			return kept ? shown(kept) : null;
		},
		async stop(name) {
			end(name, 143);
		},
		async remove(name) {
			end(name, 143);
			const kept = containers.get(name);
			if (containers.delete(name) && kept) tell('removed', kept);
		},
		async list(wanted) {
			return [...containers.values()].filter(({ labels }) => hasLabels(labels, wanted)).map(shown);
		},

		async *logs(name, { since = '', tail, follow, signal }) {
			const kept = containers.get(name);
			if (!kept) return;
			const past = kept.lines.filter(({ time }) => time >= since);
			const ended = new AbortController();
			const fresh = follow
				? on(bus, 'line', { signal: AbortSignal.any([signal, ended.signal]) })
				: null;
			const stop = (event: RuntimeEvent) => {
				if (event.kind !== 'started' && event.container === name) ended.abort();
			};
			bus.on('event', stop);
			if (kept.state !== 'running') ended.abort();
			yield tail === undefined ? past : past.slice(-tail);
			try {
				for await (const [from, line] of fresh ?? [])
					if (from === name) yield [line as RuntimeLine];
			} catch (error) {
				if (!signal.aborted && !ended.signal.aborted) throw error;
			} finally {
				bus.off('event', stop);
			}
		},
		async lastLines(name, count) {
			return (containers.get(name)?.lines ?? []).slice(-count).map(({ text }) => text);
		},
		hostMemory: async () => ({ ...runtime.memory }),
		async listening() {
			return [];
		},
		async connections() {
			return 0;
		},

		async *events({ labels: wanted, since, signal }) {
			if (signal.aborted) return;
			const fresh = on(bus, 'event', { signal });
			const past = since ? told.filter(({ at }) => at >= since.getTime()) : [];
			const isWanted = (event: RuntimeEvent) => hasLabels(event.labels, wanted);
			yield* past.map(({ event }) => event).filter(isWanted);
			try {
				for await (const [event] of fresh) if (isWanted(event)) yield event;
			} catch (error) {
				if (!signal.aborted) throw error;
			}
		},
		async version() {
			return 'memory';
		}
	};
	return runtime;
}

/** As the real one does it: whose the container is, his the volume is. */
function ownersOf({ labels: of }: ContainerPlan, volume: string): Record<string, string> {
	const { [labels.deployment]: _, [labels.port]: __, [labels.process]: ___, ...owners } = of;
	return { ...owners, [labels.volume]: volume };
}
