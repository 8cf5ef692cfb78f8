import { existsSync, watch, type FSWatcher } from 'node:fs';
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
	for (;;) {
		const { watcher, missing } = watchExisting(path, changed);
		// What came to be before the watch stood would tell nobody.
		if (missing === null || !existsSync(missing)) return watcher;
		watcher.close();
	}
}

/** The watch, and the first part of the path that is not there yet. */
function watchExisting(
	path: string,
	changed: () => void,
	missing: string | null = null
): { watcher: FSWatcher; missing: string | null } {
	try {
		return { watcher: watch(path, { persistent: false }, changed), missing };
	} catch (error) {
		const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		if (!isMissing || dirname(path) === path) throw error;
		return watchExisting(dirname(path), changed, path);
	}
}
