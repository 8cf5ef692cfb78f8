import { parseGitConfig } from './git-config.ts';

export interface Submodule {
	/** In the repository, without slashes at its ends. */
	path: string;
	/** As .gitmodules says, made absolute. */
	url: string;
	branch: string | null;
}

/** What .gitmodules says, for a repository that is at `parent`. Paths that leave the repository are left out. */
export function submodulesOf(gitmodules: string, parent: string): Submodule[] {
	return parseGitConfig(gitmodules).flatMap(({ name, values }) => {
		const path = (values.get('path') ?? '').replace(/^(\.\/)+|\/+$/g, '');
		const url = values.get('url') ?? '';
		const parts = path.split('/');
		const isInside = parts.every((part) => !['', '.', '..', '.git'].includes(part));
		if (name !== 'submodule' || !isInside || url === '') return [];
		const branch = values.get('branch') ?? null;
		return [{ path, url: absoluteUrl(url, parent), branch: branch === '.' ? null : branch }];
	});
}

/** `../other.git` is beside the parent repository; ssh://git@host/path is git@host:path. */
export function absoluteUrl(url: string, parent: string): string {
	const [, host, path] = /^ssh:\/\/git@([^/:]+)\/(.+)$/.exec(url) ?? [];
	if (host && path) return `git@${host}:${path}`;
	if (!/^\.\.?\//.test(url)) return url;
	const [, base = '', rest = ''] = /^([a-z]+:\/\/[^/]+\/|[^/:]+:)(.*)$/.exec(parent) ?? [];
	const parts = rest.split('/').filter((part) => part !== '');
	for (const part of url.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return base + parts.join('/');
}
