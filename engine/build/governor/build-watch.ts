import { AppError } from '../../error.ts';
import { byteWords } from '../../byte-words.ts';
import type { Governor, Strain } from './port.ts';
import type { Floors, Room } from './room.ts';

export interface WatchOptions {
	seconds: number;
	idleSeconds: number;
	governor: Governor;
	room: Room;
	floors: Floors;
	/** Milliseconds between two looks at disk and steps. */
	look: number;
}

const keptLines = 6;

/** Stays beside one build: ends it when it hangs, takes too long or fills the disk, and sees what it runs into. */
export class BuildWatch {
	readonly #options: WatchOptions;
	readonly #controller = new AbortController();
	readonly #timers: NodeJS.Timeout[] = [];
	readonly #ends: (() => void)[] = [];
	#idle: NodeJS.Timeout | undefined;
	#lines: string[] = [];
	#before: Strain = { memoryHits: 0, kills: 0, refusedForks: 0 };
	#rose = { memoryHits: false, kills: false, refusedForks: false };
	#looking: Promise<void> | null = null;
	#ended: Promise<void> | null = null;

	constructor(options: WatchOptions) {
		this.#options = options;
	}

	/** Raised with the error that names why. */
	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Which counters rose since it began. */
	get rose(): Readonly<Record<keyof Strain, boolean>> {
		return this.#rose;
	}

	/** What was printed last. */
	get tail(): string {
		return this.#lines.join('\n');
	}

	async begin(): Promise<void> {
		const { seconds, idleSeconds, governor, look } = this.#options;
		this.#before = await governor.tend();
		this.#timers.push(
			setTimeout(() => this.#late(`took longer than ${duration(seconds)}`), seconds * 1000),
			setInterval(() => this.#look(), look)
		);
		this.#idle = setTimeout(
			() => this.#late(`printed nothing for ${duration(idleSeconds)}`),
			idleSeconds * 1000
		);
		this.#ends.push(governor.onStep(() => this.#look()));
	}

	/** It goes on: its silence begins anew. */
	goesOn(): void {
		this.#idle?.refresh();
	}

	hear(line: string): void {
		this.goesOn();
		this.#lines = [...this.#lines, line].slice(-keptLines);
	}

	/** Looks a last time and lets go; asked again, it waits for the same. */
	end(): Promise<void> {
		return (this.#ended ??= this.#letGo());
	}

	async #letGo(): Promise<void> {
		clearTimeout(this.#idle);
		for (const timer of this.#timers) clearTimeout(timer);
		for (const end of this.#ends) end();
		await this.#looking;
		await this.#tend();
	}

	#late(what: string): void {
		this.#controller.abort(
			new AppError('build_timed_out', 504, `Build failed: it ${what}`, {
				hint: [this.tail, 'How long builds may take is set under Settings, Builds.']
					.filter(Boolean)
					.join('\n')
			})
		);
	}

	#look(): void {
		this.#looking ??= Promise.all([this.#tend(), this.#weigh()])
			.then(() => {})
			.finally(() => (this.#looking = null));
	}

	async #tend(): Promise<void> {
		const now = await this.#options.governor.tend();
		const rose = (key: keyof Strain) => this.#rose[key] || now[key] > this.#before[key];
		this.#rose = {
			memoryHits: rose('memoryHits'),
			kills: rose('kills'),
			refusedForks: rose('refusedForks')
		};
	}

	async #weigh(): Promise<void> {
		const full = await shortDisk(this.#options);
		if (full) this.#controller.abort(diskFull(full, this.tail));
	}
}

/** The disk that has less left than builds may leave, in words; null: none. */
export async function shortDisk({
	room,
	floors
}: {
	room: Room;
	floors: Floors;
}): Promise<string | null> {
	for (const { freeBytes, totalBytes } of await room.disks()) {
		const floor = floors.diskDuring(totalBytes);
		if (freeBytes >= floor) continue;
		return `${byteWords(freeBytes)} free of ${byteWords(totalBytes)}, builds end below ${byteWords(floor)}`;
	}
	return null;
}

export const diskFull = (numbers: string, tail: string) =>
	new AppError('disk_full', 507, `Build failed: the disk is full: ${numbers}`, {
		hint: [tail, 'Make the build write less, or make room on the server; then deploy again.']
			.filter(Boolean)
			.join('\n')
	});

const duration = (seconds: number) =>
	seconds >= 60 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
