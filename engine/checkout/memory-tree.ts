import { AppError } from '../error.ts';
import type { Tree, TreeEntry } from './port.ts';

/**
 * A tree out of plain data: path → text. A value of null is a symbolic link. For tests, and for trees
 * that come from somewhere else than Git.
 */
export function memoryTree(files: Record<string, string | null>): Tree {
	return {
		async list(path) {
			const prefix = path === '' || path === '.' ? '' : `${path.replace(/\/+$/, '')}/`;
			const entries = new Map<string, TreeEntry>();
			for (const [file, text] of Object.entries(files)) {
				if (!file.startsWith(prefix)) continue;
				const [name = '', ...below] = file.slice(prefix.length).split('/');
				const kind = below.length > 0 ? 'directory' : text === null ? 'symlink' : 'file';
				const size = kind === 'file' ? Buffer.byteLength(text ?? '') : 0;
				entries.set(name, { name, kind, size });
			}
			return [...entries.values()];
		},
		async readText(path, maxBytes = 2 ** 20) {
			const text = files[path] ?? null;
			if (text !== null && Buffer.byteLength(text) > maxBytes) {
				throw new AppError('file_too_large', 422, `${path} is larger than ${maxBytes} bytes`);
			}
			return text;
		}
	};
}
