/** Which repository URLs a person may give. Pure and browser-safe: page, API and worker share it. */

export interface GitUrl {
	scheme: 'https' | 'http' | 'ssh';
	/** Lower case. */
	host: string;
	/** null: the scheme's own. */
	port: number | null;
	/** Without the leading slash. */
	path: string;
	/** As it is stored and given to Git. */
	url: string;
}

export type GitUrlResult =
	{ ok: true; value: GitUrl } | { ok: false; message: string; hint: string | null };

const refuse = (message: string, hint: string | null = null): GitUrlResult => ({
	ok: false,
	message,
	hint
});

const sshForm = /^git@([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?):(?!\/)([A-Za-z0-9._~][A-Za-z0-9._~/-]*)$/i;
/** Hosts where a repository is always <owner>/<name>. */
const forges = ['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org'];
const pages = [
	/^\/([^/]+\/[^/]+)\/(?:tree|blob)\/([^/]+)(?:\/(.+))?$/,
	/^\/(.+?)\/-\/(?:tree|blob)\/([^/]+)(?:\/(.+))?$/,
	/^\/([^/]+\/[^/]+)\/src\/branch\/([^/]+)(?:\/(.+))?$/
];

function webPage(origin: string, path: string): GitUrlResult | null {
	for (const page of pages) {
		const [, repository, branch, root] = page.exec(path) ?? [];
		if (!repository) continue;
		const where = root ? `branch ${branch}, root ${root}` : `branch ${branch}`;
		return refuse(`Looks like a web page. Did you mean ${origin}/${repository} (${where})?`);
	}
	return null;
}

/**
 * Reads a repository URL. `https://` and `git@host:path` are taken; `http://` only for the hosts in
 * `plainHosts` (a Git host on one's own network).
 */
export function parseGitUrl(
	text: string,
	{ plainHosts = [] }: { plainHosts?: readonly string[] } = {}
): GitUrlResult {
	const trimmed = text.trim();
	if (trimmed === '') return refuse('A repository URL is required.');
	if (trimmed.startsWith('-') || trimmed.length > 2048 || /[\s\p{Cc}\p{Cf}\\]/u.test(trimmed)) {
		return refuse('Not a repository URL.', 'For example: https://github.com/owner/repository');
	}
	const ssh = sshForm.exec(trimmed);
	if (ssh?.[1] && ssh[2]) {
		if (ssh[2].split('/').includes('..')) return refuse('Not a repository URL.');
		const host = ssh[1].toLowerCase();
		const path = ssh[2].replace(/\/+$/, '');
		return {
			ok: true,
			value: { scheme: 'ssh', host, port: null, path, url: `git@${host}:${path}` }
		};
	}
	return URL.canParse(trimmed) || /^[a-z][a-z0-9+.-]*::?/i.test(trimmed)
		? parseWebUrl(trimmed, plainHosts)
		: refuse('Not a repository URL.', 'For example: https://github.com/owner/repository');
}

function parseWebUrl(text: string, plainHosts: readonly string[]): GitUrlResult {
	const url = URL.parse(text);
	const isPlain = url?.protocol === 'http:' && plainHosts.includes(url.hostname);
	if (!url || (url.protocol !== 'https:' && !isPlain)) {
		return refuse('Only https:// and git@ (SSH) repository URLs are supported.');
	}
	if (url.username || url.password) {
		return refuse('Do not put credentials in the URL - add a git connection.');
	}
	const path = url.pathname.replace(/\/+$/, '');
	const page = webPage(url.origin, path);
	if (page) return page;
	const segments = path.slice(1).split('/');
	if (forges.includes(url.hostname) && segments.length < 2) {
		return refuse(
			'Looks like a web page.',
			`A repository URL has an owner and a name: ${url.origin}/owner/repository`
		);
	}
	if (
		url.search ||
		url.hash ||
		segments.some((segment) => segment === '' || /%(?:2f|00)/i.test(segment))
	) {
		return refuse('Not a repository URL.', `For example: ${url.origin}/owner/repository`);
	}
	return {
		ok: true,
		value: {
			scheme: isPlain ? 'http' : 'https',
			host: url.hostname,
			port: url.port === '' ? null : Number(url.port),
			path: path.slice(1),
			url: `${url.origin}${path}`
		}
	};
}
