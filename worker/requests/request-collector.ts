import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { defaultRequestDays, type AccessRow } from '#lib/rules/access-row.ts';
import { machineSeries, type DataPaths } from '#lib/rules/data-dir.ts';
import { sampleSeconds, slotStart } from '#lib/rules/metrics/tiers.ts';
import type { RequestsNow } from '#lib/server/live/usage-now.ts';
import type { Rings } from '../metrics/rings.ts';
import { accessFiles, linesAfter, type AccessLine, type AccessPosition } from './access-files.ts';
import { count, noAnswers, requestValues, type AnswerCounts } from './count-answers.ts';
import type { Answerer, FindAnswerer } from './host-services.ts';
import { parseAnswer } from './parse-answer.ts';
import { RequestLogs } from './request-logs.ts';

/** An answer may be written down a moment after its slot has ended. */
const lateMs = 1_000;
const positionShape = z.object({ mark: z.number(), offset: z.number() });

export interface RequestCollectorOptions {
	paths: Pick<DataPaths, 'accessLog' | 'accessPosition' | 'requestLog'>;
	rings: Pick<Rings, 'write'>;
	/** Who answers; null for a host of nobody. */
	find: FindAnswerer;
	/** How long requests are kept; as ever when left out. */
	days?: () => number;
	/** Milliseconds since the epoch. */
	clock?: () => number;
}

/**
 * Reads what the edge has answered, counts it by service, and sorts it into a log a service. Counts of a
 * slot are kept once it is over, together with the place up to which all is counted: a worker that was
 * killed in between begins at that place again and counts the same.
 */
export class RequestCollector {
	readonly #options: Required<RequestCollectorOptions>;
	readonly #logs: RequestLogs;
	/** Read up to here. */
	#position: AccessPosition | null;
	/** Counted and kept up to here. */
	#saved: AccessPosition | null;
	#slot: { at: number; counts: Map<string, AnswerCounts> } | null = null;
	/** Slots before this one are kept already. */
	#closedUntil = 0;
	readonly #total = new Map<string, AnswerCounts>();

	private constructor(
		options: Required<RequestCollectorOptions>,
		logs: RequestLogs,
		position: AccessPosition | null
	) {
		this.#options = options;
		this.#logs = logs;
		this.#position = position;
		this.#saved = position;
	}

	static async open(options: RequestCollectorOptions): Promise<RequestCollector> {
		const { accessLog, accessPosition, requestLog } = options.paths;
		const { clock = Date.now, days = () => defaultRequestDays } = options;
		const files = await accessFiles(accessLog);
		const logs = new RequestLogs({ pathOf: requestLog, files, days, clock });
		const position = await readPosition(accessPosition);
		return new RequestCollector({ ...options, days, clock }, logs, position);
	}

	/** Takes all that was written since the last round. Errors: those of the disk. */
	async round(signal: AbortSignal): Promise<void> {
		for await (const lines of linesAfter(this.#options.paths.accessLog, this.#position)) {
			for (const line of lines) await this.#take(line);
			await this.#logs.flush();
			if (signal.aborted) return;
		}
		const { clock } = this.#options;
		const end = this.#slot && (this.#slot.at + sampleSeconds) * 1000;
		if (end !== null && clock() >= end + lateMs) await this.#closeSlot();
		await this.#logs.flush();
	}

	/** A slot has begun that is not kept yet. */
	get isCounting(): boolean {
		return this.#slot !== null;
	}

	/** Counts since this worker began. */
	now(): RequestsNow[] {
		return [...this.#total].map(([serviceId, { statuses, bytes, milliseconds, latency }]) => ({
			...{ serviceId, bytes, seconds: milliseconds / 1000 },
			...{ statuses: [...statuses], latency: [...latency] }
		}));
	}

	close(): Promise<void> {
		return this.#logs.close();
	}

	async #take({ text, position }: AccessLine): Promise<void> {
		const row = parseAnswer(text);
		if (row) {
			const at = Math.max(slotStart(row.at / 1000, sampleSeconds), this.#closedUntil);
			if (this.#slot && at > this.#slot.at) await this.#closeSlot();
			this.#slot ??= { at, counts: new Map() };
			const answerer = await this.#options.find(row);
			const counted = answerer && !isMaintenancePage(row, answerer) ? answerer.service : null;
			for (const id of [machineSeries, counted]) {
				if (id === null) continue;
				count(among(this.#slot.counts, id), row);
				count(among(this.#total, id), row);
			}
			if (answerer) await this.#logs.write(answerer.service, row, position);
		}
		this.#position = position;
	}

	async #closeSlot(): Promise<void> {
		const slot = this.#slot;
		if (!slot) return;
		for (const [id, counts] of slot.counts) {
			const sample = { at: slot.at, values: requestValues(counts) };
			await this.#options.rings.write(id, 'requests', sample);
		}
		await this.#logs.flush();
		this.#slot = null;
		this.#closedUntil = slot.at + sampleSeconds;
		if (this.#position && this.#position !== this.#saved) await this.#savePosition(this.#position);
	}

	async #savePosition(position: AccessPosition): Promise<void> {
		const path = this.#options.paths.accessPosition;
		await writeFile(`${path}.new`, JSON.stringify(position), { mode: 0o600 });
		await rename(`${path}.new`, path);
		this.#saved = position;
	}
}

/** Nobody asked the app: its rates say nothing of these, and no threshold is passed by them. */
const isMaintenancePage = (row: AccessRow, { maintenanceSince }: Answerer) =>
	row.status === 503 && maintenanceSince !== null && row.at >= maintenanceSince;

function among(counts: Map<string, AnswerCounts>, id: string): AnswerCounts {
	const found = counts.get(id) ?? noAnswers();
	counts.set(id, found);
	return found;
}

async function readPosition(path: string): Promise<AccessPosition | null> {
	const text = await readFile(path, 'utf8').catch(() => '');
	try {
		return positionShape.parse(JSON.parse(text));
	} catch {
		// Never read, or damaged: all that is still there is counted.
		return null;
	}
}
