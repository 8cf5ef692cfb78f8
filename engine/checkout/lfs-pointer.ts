import ignore from 'ignore';

export interface LfsObject {
	/** SHA-256, 64 hex digits. */
	oid: string;
	/** Bytes. */
	size: number;
}

/** A pointer is never larger, says the specification. */
export const largestPointer = 1024;

/** What a file of Git LFS is in the repository; null: it is a file like any other. */
export function parsePointer(text: string): LfsObject | null {
	if (!/^version https:\/\/(git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\n/.test(text)) {
		return null;
	}
	const oid = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
	const size = /^size (\d{1,15})$/m.exec(text)?.[1];
	return oid && size ? { oid, size: Number(size) } : null;
}

/** Which paths the .gitattributes files give to Git LFS: folder → text; the last pattern that fits decides. */
export function trackedByLfs(attributes: ReadonlyMap<string, string>): (path: string) => boolean {
	const rules = [...attributes]
		.sort(([a], [b]) => a.length - b.length)
		.flatMap(([folder, text]) => text.split(/\r?\n/).flatMap((line) => ruleOf(folder, line)));
	return (path) =>
		rules.findLast(
			({ folder, matcher }) => path.startsWith(folder) && matcher.ignores(path.slice(folder.length))
		)?.isLfs ?? false;
}

function ruleOf(folder: string, line: string) {
	const [, quoted, plain, attributes = ''] =
		/^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]\S*))\s+(.*)$/.exec(line) ?? [];
	const pattern = quoted?.replace(/\\(.)/g, '$1') ?? plain;
	const filter = /(?:^|\s)([-!]filter|filter(?:=\S+)?)(?=\s|$)/.exec(attributes)?.[1];
	if (!pattern || /^[#[!]/.test(pattern) || !filter) return [];
	return [{ folder, matcher: ignore().add(pattern), isLfs: filter === 'filter=lfs' }];
}
