import { AppError } from '../error.ts';
import type { BuildSettings } from '../spec.ts';

const nouns = { dockerfilePath: 'file', outputDirectory: 'folder' };

/**
 * A path that a person typed, relative to the root directory: 'apps/web/dist' with the root directory
 * 'apps/web' is 'dist', too. Errors: path_invalid.
 */
export function pathBelowRoot(
	typed: string,
	settings: BuildSettings,
	field: keyof typeof nouns
): string {
	const path = typed
		.trim()
		.replace(/^(\.\/)+/, '')
		.replace(/\/+$/, '');
	const parts = path.split('/');
	// What goes into a Dockerfile has no character that means something there.
	const harmless = /^[^\p{Cc}\p{Cf}\\"'`$#<>[\]]+$/u.test(path);
	if (!harmless || path.length > 512 || parts.includes('..') || parts.includes('')) {
		throw new AppError(
			'path_invalid',
			422,
			`${typed} must be a ${nouns[field]} inside the repository`,
			{
				field,
				hint: 'Give a path relative to the root directory, without ".." and quotes.'
			}
		);
	}
	const root = settings.rootDirectory.replace(/^(\.\/)+|\/+$/g, '');
	return root !== '' && root !== '.' && path.startsWith(`${root}/`)
		? path.slice(root.length + 1)
		: path;
}
