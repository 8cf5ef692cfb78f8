import type { Tree } from '../../checkout/port.ts';
import { AppError } from '../../error.ts';
import type { Facts } from '../facts.ts';
import type { Sources } from './language.ts';

/** What languages may read of a tree. */
export function sourcesOf(tree: Tree, facts: Facts): Sources {
	return {
		facts,
		async read(path) {
			try {
				return await tree.readText(path);
			} catch (error) {
				if (error instanceof AppError && error.code === 'file_too_large') return null;
				throw error;
			}
		},
		async list(folder) {
			const entries = await tree.list(folder);
			const files = entries.filter(({ kind }) => kind === 'file');
			return files.map(({ name }) => (folder === '' ? name : `${folder}/${name}`));
		}
	};
}
