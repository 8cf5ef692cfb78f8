import type { Proxy } from './port.ts';

/** An edge in memory: notes its visits, answers as told. */
export class FakeProxy implements Proxy {
	ensured = 0;
	visits: { host: string; path: string }[] = [];
	/** Set to let the next calls fail or answer otherwise. */
	error: Error | null = null;
	status = 200;

	async ensure({ signal }: { signal: AbortSignal }) {
		this.#check(signal);
		this.ensured++;
		return { changed: this.ensured === 1 };
	}

	async visit(host: string, { path, signal }: { path: string; signal: AbortSignal }) {
		this.#check(signal);
		this.visits.push({ host, path });
		return { status: this.status, milliseconds: 1 };
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
