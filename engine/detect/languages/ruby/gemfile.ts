import type { Sources } from '../language.ts';

export interface Gemfile {
	/** Gem → file that names it; those of the lock file count, too, as they are what is installed. */
	gems: ReadonlyMap<string, string>;
	/** What the lock file fixes: gem → version. */
	versions: ReadonlyMap<string, string>;
	/** Argument of `ruby "3.3.1"`; null: not said, or read from a file. */
	ruby: string | null;
	/** The version that the lock file was written with. */
	lockedRuby: string | null;
	hasLock: boolean;
	/** Gems from Git, or from folders of the repository. */
	hasGit: boolean;
	hasLocal: boolean;
}

export async function gemfile(sources: Sources): Promise<Gemfile | null> {
	const text = await sources.read('Gemfile');
	if (text === null) return null;
	const lock = (await sources.read('Gemfile.lock')) ?? '';
	const gems = new Map<string, string>();
	for (const [, name = ''] of text.matchAll(/^\s*gem\s*\(?\s*["']([\w.-]+)["']/gm)) {
		gems.set(name, 'Gemfile');
	}
	const versions = new Map<string, string>();
	for (const [, name = '', version = ''] of lock.matchAll(/^ {4}([\w.-]+) \(([\w.]+)/gm)) {
		versions.set(name, version);
		if (!gems.has(name)) gems.set(name, 'Gemfile.lock');
	}
	return {
		gems,
		versions,
		ruby: /^\s*ruby\s*\(?\s*((?:["'][^"']+["']\s*,?\s*)+)/m.exec(text)?.[1] ?? null,
		lockedRuby: /^RUBY VERSION\s+ruby (\d+\.\d+\.\d+)/m.exec(lock)?.[1] ?? null,
		hasLock: lock !== '',
		hasGit: /^GIT$/m.test(lock) || /\b(git|github):/.test(text),
		hasLocal: /^PATH$/m.test(lock) || /\bpath:|^\s*gemspec\b/m.test(text)
	};
}
