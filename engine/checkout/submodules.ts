import { parseGitConfig } from './git-config.ts';

export interface Submodule {
	/** In the repository, without slashes at its ends. */
	path: string;
	/** As .gitmodules says, made absolute. */
	url: string;
	branch: string | null;
}

const sshUrl = /^ssh:\/\/git@([^/:]+)(?::(\d+))?\/(.+)$/;
const scpForm = /^git@([^/:]+)():(?!\/)(.+)$/;

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

/**
 * `../other.git` is beside the parent repository; ssh://git@host/path is git@host:path. A parent that was
 * fetched over HTTPS has its neighbours fetched over HTTPS, too: most people clone with a key that is not here.
 */
export function absoluteUrl(url: string, parent: string): string {
	const [, host, port, path] = sshUrl.exec(url) ?? scpForm.exec(url) ?? [];
	if (host && path) {
		const web = URL.parse(parent);
		if (web?.hostname === host.toLowerCase()) return `${web.origin}/${path}`;
		return port ? url : `git@${host}:${path}`;
	}
	if (!/^\.\.?\//.test(url)) return url;
	const [, base = '', rest = ''] = /^([a-z]+:\/\/[^/]+\/|[^/:]+:)(.*)$/.exec(parent) ?? [];
	const parts = rest.split('/').filter((part) => part !== '');
	for (const part of url.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return base + parts.join('/');
}
