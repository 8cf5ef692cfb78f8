import type { Container, Runtime } from '#engine/runtime/port.ts';
import { labels, type Id } from '#engine/spec.ts';
import type { MachineUsage, UsageMeter } from '#engine/usage/port.ts';
import { machineSeries } from '#lib/rules/data-dir.ts';
import { sampleSeconds, slotStart } from '#lib/rules/metrics/tiers.ts';
import type { ContainerNow, UsageNow } from '#lib/server/live/usage-now.ts';
import type { Rings } from './rings.ts';
import {
	machineValues,
	ratesBetween,
	serviceValues,
	type ContainerReading,
	type Rates
} from './usage-rates.ts';

export interface UsageCollectorOptions {
	runtime: Pick<Runtime, 'list'>;
	meter: UsageMeter;
	installation: Id;
	rings: Rings;
	/** Milliseconds since the epoch. */
	clock?: () => number;
}

interface Known {
	container: Container;
	reading: ContainerReading | null;
	/** When it was read, in milliseconds. */
	at: number;
}

/**
 * Reads what the machine and the containers use, and keeps it. Which containers there are is asked only
 * after something has changed.
 */
export class UsageCollector {
	readonly #options: Required<UsageCollectorOptions>;
	#known = new Map<string, Known>();
	#machine: { usage: MachineUsage; rates: Rates | null; at: number } | null = null;
	#isChanged = true;

	constructor(options: UsageCollectorOptions) {
		this.#options = { clock: Date.now, ...options };
	}

	/** A container started, stopped or went: the next round asks which there are. */
	changed(): void {
		this.#isChanged = true;
	}

	/** One reading of everything. Errors: docker_unreachable, and those of the disk. */
	async round(signal: AbortSignal): Promise<void> {
		await this.#readMachine();
		if (this.#isChanged) {
			await this.#look();
			await this.#options.rings.rest();
		}
		for (const known of this.#known.values()) await this.#read(known, signal);
		const at = this.#slot();
		for (const [service, readings] of this.#byService()) {
			const values = serviceValues(readings);
			if (values) await this.#options.rings.write(service, 'service', { at, values });
		}
	}

	/** The last reading, for who asks now. */
	now(): Omit<UsageNow, 'requests'> {
		const containers = [...this.#known.values()].flatMap(({ container, reading }) =>
			reading ? [containerNow(container, reading)] : []
		);
		const machine = this.#machine && { ...this.#machine.usage, rates: this.#machine.rates };
		return { machine, containers };
	}

	/** The slot that the time since the last round mostly fell into. */
	#slot(): number {
		return slotStart(this.#options.clock() / 1000 - sampleSeconds / 2, sampleSeconds);
	}

	async #readMachine(): Promise<void> {
		const { meter, rings, clock } = this.#options;
		const usage = await meter.machine();
		if (!usage) return;
		const [at, before] = [clock(), this.#machine];
		const rates = before && ratesBetween(before.usage, usage, (at - before.at) / 1000);
		this.#machine = { usage, rates, at };
		if (!rates) return;
		const values = machineValues(usage, rates);
		await rings.write(machineSeries, 'machine', { at: this.#slot(), values });
	}

	async #look(): Promise<void> {
		const { runtime, meter, installation } = this.#options;
		this.#isChanged = false;
		const found = await runtime
			.list({ [labels.installation]: installation })
			.catch((error: unknown) => {
				this.#isChanged = true;
				throw error;
			});
		const running = found.filter(
			({ state, labels: of }) => state === 'running' && of[labels.service]
		);
		const before = this.#known;
		this.#known = new Map(
			running.map((container) => {
				const known = before.get(container.id);
				return [container.id, { reading: null, at: 0, ...known, container }];
			})
		);
		meter.keep(new Set(this.#known.keys()));
	}

	async #read(known: Known, signal: AbortSignal): Promise<void> {
		const { meter, clock } = this.#options;
		const { container, reading: before } = known;
		const { id, startedAt } = container;
		const usage = await meter.container(id, { startedAt, signal });
		// It has ended, or was started again by the engine: then there is something to look at.
		if (!usage) this.#isChanged = true;
		const at = clock();
		const rates = usage && before && ratesBetween(before.usage, usage, (at - known.at) / 1000);
		known.reading = usage && { usage, rates };
		known.at = at;
	}

	#byService(): Map<string, ContainerReading[]> {
		const services = new Map<string, ContainerReading[]>();
		for (const { container, reading } of this.#known.values()) {
			if (!reading) continue;
			const readings = services.get(serviceOf(container)) ?? [];
			services.set(serviceOf(container), [...readings, reading]);
		}
		return services;
	}
}

const serviceOf = ({ labels: of }: Container) => of[labels.service] ?? '';

function containerNow(container: Container, { usage, rates }: ContainerReading): ContainerNow {
	const { name, labels: of } = container;
	return {
		name,
		projectId: of[labels.project] ?? '',
		serviceId: serviceOf(container),
		process: of[labels.process] ?? 'web',
		startedAt: container.startedAt?.getTime() ?? null,
		...usage,
		rates
	};
}
