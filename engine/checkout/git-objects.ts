import { ObjectProcess, type GitObject } from './object-process.ts';
import type { ObjectEntry, ObjectReader } from './tree-walk.ts';

const kinds: Record<string, ObjectEntry['kind']> = {
	'40000': 'directory',
	'100644': 'file',
	'100755': 'file',
	'100664': 'file',
	'120000': 'symlink',
	'160000': 'submodule'
};
/** Of a name in a tree, which is followed by it as bytes: SHA-1. */
const idBytes = 20;

/** A commit as Git keeps it. */
export interface RawCommit {
	sha: string;
	tree: string;
	author: string;
	committedAt: Date;
	message: string;
}

/** Reads the objects of one cache through one git process, which ends by itself when it is not asked any more. */
export class GitObjects implements ObjectReader {
	readonly #gitDir: string;
	#running: ObjectProcess | null = null;

	constructor(gitDir: string) {
		this.#gitDir = gitDir;
	}

	/** By its id or by a ref of the cache; null when the cache does not hold it. */
	async commit(name: string): Promise<RawCommit | null> {
		const found = await this.#ask(`${name}^{commit}`, { withContent: true });
		return found?.content ? { sha: found.id, ...parseCommit(found.content) } : null;
	}

	async rootOf(sha: string): Promise<string> {
		const found = await this.#ask(`${sha}^{tree}`, { withContent: false });
		return this.#there(found, sha).id;
	}

	async entries(tree: string): Promise<ObjectEntry[]> {
		const { content } = this.#there(await this.#ask(tree, { withContent: true }), tree);
		return Promise.all(
			parseTree(content ?? Buffer.alloc(0)).map(async (entry) => {
				const isBlob = entry.kind === 'file' || entry.kind === 'symlink';
				const facts = isBlob ? await this.#ask(entry.object, { withContent: false }) : null;
				return { ...entry, size: facts?.size ?? 0 };
			})
		);
	}

	async text(blob: string): Promise<string> {
		const { content } = this.#there(await this.#ask(blob, { withContent: true }), blob);
		return content?.toString('utf8') ?? '';
	}

	close(): void {
		this.#running?.close();
	}

	/** Starts its process now: it is there when the first question comes. */
	warm(): void {
		this.#process();
	}

	#process(): ObjectProcess {
		if (!this.#running || this.#running.isOver) this.#running = new ObjectProcess(this.#gitDir);
		return this.#running;
	}

	#ask(name: string, options: { withContent: boolean }): Promise<GitObject | null> {
		return this.#process().ask(name, options);
	}

	#there(found: GitObject | null, name: string): GitObject {
		if (!found) throw new Error(`git has no object ${name} in ${this.#gitDir}`);
		return found;
	}
}

/** <mode> SP <name> NUL <id as bytes>, one after the other */
function parseTree(content: Buffer): Omit<ObjectEntry, 'size'>[] {
	const entries: Omit<ObjectEntry, 'size'>[] = [];
	for (let at = 0; at < content.length;) {
		const space = content.indexOf(0x20, at);
		const end = content.indexOf(0, space);
		const next = end + 1 + idBytes;
		const kind = kinds[content.toString('latin1', at, space)];
		const name = content.toString('utf8', space + 1, end);
		if (kind) entries.push({ name, kind, object: content.toString('hex', end + 1, next) });
		at = next;
	}
	return entries;
}

/** Header lines, an empty line, the message in the encoding that a header names. */
function parseCommit(content: Buffer): Omit<RawCommit, 'sha'> {
	const gap = content.indexOf('\n\n');
	const head = content.subarray(0, gap === -1 ? content.length : gap);
	const header = (name: string, text: string) =>
		new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? '';
	const encoding = header('encoding', head.toString('latin1'));
	const decoder = decoderOf(encoding);
	const text = decoder.decode(head);
	const seconds = /> (\d+) [+-]\d+$/.exec(header('committer', text))?.[1];
	return {
		tree: header('tree', text),
		author: header('author', text).replace(/ ?<[^>]*> \d+ [+-]\d+$/, ''),
		committedAt: new Date(Number(seconds) * 1000),
		message: gap === -1 ? '' : decoder.decode(content.subarray(gap + 2)).trim()
	};
}

function decoderOf(encoding: string): TextDecoder {
	try {
		return new TextDecoder(encoding || 'utf-8');
	} catch {
		return new TextDecoder();
	}
}
