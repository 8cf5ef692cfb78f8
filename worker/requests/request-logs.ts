import { LogFile } from '#engine/logs/log-file.ts';
import type { Id } from '#engine/spec.ts';
import { packRow, type AccessRow } from '#lib/rules/access-row.ts';
import { tailLog } from '#lib/server/logs/tail.ts';
import type { AccessFile, AccessPosition } from './access-files.ts';

/** 64 MB a service. */
const segmentBytes = 8 * 2 ** 20;
const keep = 7;
/** As many as are kept together hold all the days. */
const segmentMs = (days: number) => (days * 86_400_000) / keep;
/** A log that nobody wrote to for so long is closed. */
const idleMs = 60_000;

interface OpenLog {
	file: LogFile;
	/** What was written before this worker began: it is not written again. */
	written: AccessPosition | null;
	usedAt: number;
}

const sourceOf = ({ mark, offset }: AccessPosition) => `${mark}:${offset}`;

function positionIn(source: string | undefined): AccessPosition | null {
	const [mark = 0, offset = 0] = (source ?? '').split(':').map(Number);
	return mark > 0 && offset > 0 ? { mark, offset } : null;
}

/**
 * The requests of each service, sorted into files of their own. Every line says where in the edge's log it
 * came from, so that what a killed worker had written already is known by the next.
 */
export class RequestLogs {
	readonly #pathOf: (service: Id) => string;
	readonly #clock: () => number;
	readonly #days: () => number;
	readonly #open = new Map<Id, OpenLog>();
	/** The edge's files when this worker began, oldest first. */
	readonly #files: readonly AccessFile[];

	constructor(options: {
		pathOf: (service: Id) => string;
		files: readonly AccessFile[];
		/** How long requests are kept. */
		days: () => number;
		clock?: () => number;
	}) {
		this.#days = options.days;
		this.#pathOf = options.pathOf;
		this.#files = options.files;
		this.#clock = options.clock ?? Date.now;
	}

	async write(service: Id, row: AccessRow, position: AccessPosition): Promise<void> {
		const log = this.#open.get(service) ?? (await this.#openLog(service));
		log.usedAt = this.#clock();
		if (log.written && this.#isAtOrBefore(position, log.written)) return;
		log.written = null;
		log.file.write(sourceOf(position), packRow(row), 'stdout', row.at);
	}

	/** Resolves when all is on the disk; what was not used for long is closed. Errors: those of the disk. */
	async flush(): Promise<void> {
		const before = this.#clock() - idleMs;
		for (const [service, { file, usedAt }] of this.#open) {
			if (usedAt >= before) await file.flush();
			else await this.#close(service);
		}
	}

	async close(): Promise<void> {
		for (const service of this.#open.keys()) await this.#close(service);
	}

	#isAtOrBefore(position: AccessPosition, written: AccessPosition): boolean {
		if (position.mark === written.mark) return position.offset <= written.offset;
		const place = (mark: number) => this.#files.findIndex((file) => file.mark === mark);
		const [here, there] = [place(position.mark), place(written.mark)];
		return here !== -1 && here < there;
	}

	async #openLog(service: Id): Promise<OpenLog> {
		const path = this.#pathOf(service);
		const { lines } = await tailLog(path, 1);
		const age = { segmentMs: segmentMs(this.#days()), clock: this.#clock };
		const file = await LogFile.open(path, { segmentBytes, keep, ...age });
		const log = { file, written: positionIn(lines[0]?.source), usedAt: this.#clock() };
		this.#open.set(service, log);
		return log;
	}

	async #close(service: Id): Promise<void> {
		const log = this.#open.get(service);
		this.#open.delete(service);
		await log?.file.close();
	}
}
