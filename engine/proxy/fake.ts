import type { Names } from '../names/port.ts';
import type { Proxy, Visit } from './port.ts';

/** An edge in memory: notes its visits, answers as told, from where names says that the host is. */
export class FakeProxy implements Proxy {
	ensured = 0;
	visits: { host: string; path: string }[] = [];
	/** Set to let the next calls fail or answer otherwise. */
	error: Error | null = null;
	status = 200;
	readonly #names: Pick<Names, 'snapshot'>;

	constructor(names: Pick<Names, 'snapshot'>) {
		this.#names = names;
	}

	async ensure({ signal }: { signal: AbortSignal }) {
		this.#check(signal);
		this.ensured++;
		return { changed: this.ensured === 1 };
	}

	async visit(
		host: string,
		{ path, signal }: { path: string; signal: AbortSignal }
	): Promise<Visit> {
		this.#check(signal);
		this.visits.push({ host, path });
		const entry = Object.values(await this.#names.snapshot()).find(
			({ state, hosts }) => state === 'live' && hosts.some((known) => known.host === host)
		);
		const [to] = entry?.targets ?? [];
		const answeredBy = to ? `${to.address}:${to.port}` : (entry?.files ?? null);
		return { status: this.status, milliseconds: 1, answeredBy };
	}

	async visitFiles(
		folder: string,
		{ signal }: { path: string; signal: AbortSignal }
	): Promise<Visit> {
		this.#check(signal);
		return { status: this.status, milliseconds: 1, answeredBy: folder };
	}

	async version({ signal }: { signal: AbortSignal }) {
		this.#check(signal);
		return '2.6.2';
	}

	#check(signal: AbortSignal): void {
		signal.throwIfAborted();
		if (this.error) throw this.error;
	}
}
