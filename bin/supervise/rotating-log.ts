import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

const limit = 5 * 1024 * 1024;

export interface RotatingLog {
	write: (chunk: Uint8Array | string) => void;
	close: () => void;
}

/**
 * Appends to a file; past 5 MB it becomes `<path>.1`, replacing the one before, and a new one begins.
 * A full disk loses lines, never the writer.
 */
export function openRotatingLog(path: string, maximum = limit): RotatingLog {
	let file = openSync(path, 'a', 0o640);
	let size = fstatSync(file).size;

	function rotate() {
		closeSync(file);
		renameSync(path, `${path}.1`);
		file = openSync(path, 'a', 0o640);
		size = 0;
	}

	return {
		write(chunk) {
			try {
				if (size >= maximum) rotate();
				size += typeof chunk === 'string' ? writeSync(file, chunk) : writeSync(file, chunk);
			} catch {
				// Nowhere to say so: what these lines are for is this very file.
			}
		},
		close: () => closeSync(file)
	};
}
