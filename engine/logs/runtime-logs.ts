import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../error.ts';
import { exitWords } from '../health/exit-words.ts';
import type { Runtime, RuntimeEvent } from '../runtime/port.ts';
import { type Id, labels } from '../spec.ts';
import { followContainer } from './follow-container.ts';
import { LogFile } from './log-file.ts';
import { sourceName } from './source-name.ts';

export interface RuntimeLogsOptions {
	runtime: Runtime;
	installation: Id;
	/** Log of a service, kept across its releases. */
	pathOf: (service: Id) => string;
	/** Values to be struck from what a deployment's containers print. */
	secretsOf: (service: Id, deployment: Id) => Promise<string[]>;
	/** Hears of what could not be followed. */
	onError: (error: unknown) => void;
}

interface OpenLog {
	file: Promise<LogFile>;
	secrets: Set<string>;
	users: number;
}

/** Milliseconds until an engine that went away is asked again. */
const patience = 1_000;

/** Keeps what all containers of an installation print, one log a service. */
export class RuntimeLogs {
	readonly #options: RuntimeLogsOptions;
	readonly #following = new Map<string, Promise<void>>();
	readonly #open = new Map<Id, OpenLog>();

	constructor(options: RuntimeLogsOptions) {
		this.#options = options;
	}

	/** Follows every container that runs or starts, until `signal` aborts; then all is written. */
	async run(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			await this.#watch(signal).catch((error: unknown) => {
				const isAway = error instanceof AppError && error.code === 'docker_unreachable';
				if (!isAway && !signal.aborted) this.#options.onError(error);
			});
			await delay(patience, undefined, { signal }).catch(() => {});
		}
		await Promise.all(this.#following.values());
	}

	async #watch(signal: AbortSignal): Promise<void> {
		const { runtime, installation } = this.#options;
		const own = { [labels.installation]: installation };
		const began = new Date();
		// From a moment ago: what starts between the two calls is told, too.
		const since = new Date(Date.now() - 5_000);
		// A stopped one may have lines left that nobody has read.
		for (const { name, labels: of } of await runtime.list(own)) this.#follow(name, of, signal);
		for await (const event of runtime.events({ labels: own, since, signal })) {
			if (event.kind === 'started') this.#follow(event.container, event.labels, signal);
			if (event.kind === 'stopped' && event.at >= began) this.#noteEnd(event);
		}
	}

	#follow(container: string, of: Record<string, string>, signal: AbortSignal): void {
		const source = sourceName(container, of);
		this.#inTurn(source, signal, () => this.#followOnce(container, of, signal));
	}

	/** Says, after its last line, that an app ended by itself. Runs of cron processes are spoken of elsewhere. */
	#noteEnd({ container, labels: of, isAsked, at, ...ended }: RuntimeEvent): void {
		const { [labels.service]: service, [labels.process]: name, [labels.run]: run } = of;
		if (!service || isAsked || run || name === 'release') return;
		const source = sourceName(container, of);
		this.#inTurn(source, null, async () => {
			const found = await this.#options.runtime.inspect(container);
			const text = `${name ?? 'The app'} ${endWords(ended)}`;
			const restarts = found?.restarts ? ` (restart ${found.restarts})` : '';
			await this.note(service, source, `${text}${restarts}`, at);
		});
	}

	/** Adds a line of Gantry's own to the log of a service. */
	async note(service: Id, source: string, text: string, at = new Date()): Promise<void> {
		const { open, log } = await this.#openLog(service);
		try {
			log.write(source, text, 'gantry', at.getTime());
			await log.flush();
		} finally {
			await this.#closeLog(service, open, log);
		}
	}

	/** What concerns one container happens one after the other. */
	#inTurn(source: string, signal: AbortSignal | null, work: () => Promise<void>): void {
		const before = this.#following.get(source);
		const next = (before ?? Promise.resolve())
			.then(work)
			.catch((error: unknown) => {
				if (!signal?.aborted) this.#options.onError(error);
			})
			.finally(() => {
				if (this.#following.get(source) === next) this.#following.delete(source);
			});
		this.#following.set(source, next);
	}

	async #followOnce(container: string, of: Record<string, string>, signal: AbortSignal) {
		const service = of[labels.service];
		const deployment = of[labels.deployment];
		if (!service || !deployment || signal.aborted) return;
		const { runtime, pathOf, secretsOf } = this.#options;
		const secrets = await secretsOf(service, deployment);
		const path = pathOf(service);
		const { open, log } = await this.#openLog(service);
		for (const secret of secrets) open.secrets.add(secret);
		log.secrets = [...open.secrets];
		try {
			await followContainer({
				runtime,
				container,
				source: sourceName(container, of),
				log,
				path,
				signal
			});
			await log.flush();
		} finally {
			await this.#closeLog(service, open, log);
		}
	}

	async #openLog(service: Id): Promise<{ open: OpenLog; log: LogFile }> {
		const open = this.#open.get(service) ?? {
			file: LogFile.open(this.#options.pathOf(service)),
			secrets: new Set(),
			users: 0
		};
		this.#open.set(service, open);
		open.users++;
		return { open, log: await open.file };
	}

	async #closeLog(service: Id, open: OpenLog, log: LogFile): Promise<void> {
		if (--open.users > 0) return;
		this.#open.delete(service);
		await log.close();
	}
}

function endWords(ended: Pick<RuntimeEvent, 'exitCode' | 'outOfMemory'>): string {
	if (ended.outOfMemory) return 'was killed: it used more memory than it may';
	return exitWords(ended, 0);
}
