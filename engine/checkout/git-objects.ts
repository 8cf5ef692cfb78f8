import type { ObjectEntry, ObjectReader } from './tree-walk.ts';
import { runGit } from './run-git.ts';

const kinds: Record<string, ObjectEntry['kind']> = {
	'040000': 'directory',
	'100644': 'file',
	'100755': 'file',
	'100664': 'file',
	'120000': 'symlink',
	'160000': 'submodule'
};

/** Reads objects through the git program. */
export function gitObjects(gitDir: string): ObjectReader {
	async function read(args: string[]): Promise<Buffer> {
		const signal = AbortSignal.timeout(30_000);
		const { code, stdout, stderr } = await runGit(args, { gitDir, signal });
		if (code !== 0) throw new Error(`git ${args[0]} ended with ${code}: ${stderr.trim()}`);
		return stdout;
	}
	return {
		async rootOf(sha) {
			return (await read(['rev-parse', '--verify', `${sha}^{tree}`])).toString().trim();
		},
		async entries(tree) {
			const listed = (await read(['ls-tree', '-l', '-z', tree])).toString();
			return listed.split('\0').flatMap((line) => {
				// <mode> SP <type> SP <object> SP+ <size> TAB <name>
				const [, mode = '', object = '', size = '', name = ''] =
					/^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t([^]+)$/.exec(line) ?? [];
				const kind = kinds[mode];
				return kind ? [{ name, kind, object, size: size === '-' ? 0 : Number(size) }] : [];
			});
		},
		async text(blob) {
			return (await read(['cat-file', 'blob', blob])).toString('utf8');
		}
	};
}
