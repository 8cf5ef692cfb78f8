import { watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Wakes a reader when a file changes, by inotify. A change while the reader is busy is remembered,
 * so none is missed between reading and waiting.
 */
export class FileWatch {
	#changed = false;
	#wake: (() => void) | null = null;
	#close: () => void;

	/** Watches the file, or while it is missing the nearest folder above it that exists. */
	constructor(path: string, signal: AbortSignal) {
		const changed = () => {
			this.#changed = true;
			this.#wake?.();
		};
		const watcher = watchNearest(path, changed);
		watcher.on('error', changed);
		signal.addEventListener('abort', changed);
		this.#close = () => {
			watcher.close();
			signal.removeEventListener('abort', changed);
		};
	}

	/** Resolves at the next change, or at once when one came since the last call. */
	async next(): Promise<void> {
		if (!this.#changed) await new Promise<void>((resolve) => (this.#wake = resolve));
		this.#wake = null;
		this.#changed = false;
	}

	close(): void {
		this.#close();
	}
}

function watchNearest(path: string, changed: () => void): FSWatcher {
	try {
		return watch(path, { persistent: false }, changed);
	} catch (error) {
		const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		if (!missing || dirname(path) === path) throw error;
		return watchNearest(dirname(path), changed);
	}
}
