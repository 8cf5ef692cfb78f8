import { converse } from './run-git.ts';

export interface GitObject {
	id: string;
	type: string;
	/** Bytes. */
	size: number;
	/** null when only the facts were asked for. */
	content: Buffer | null;
}

interface Question {
	withContent: boolean;
	resolve(found: GitObject | null): void;
	reject(error: Error): void;
}

/** Milliseconds without an answer after which the process counts as hung. */
const patience = 30_000;
/** Milliseconds without a question after which it is let go of: a deployment asks many in a row. */
const idle = 2_000;

/** One `git cat-file` that answers question after question about the objects of one cache. */
export class ObjectProcess {
	readonly #stop = new AbortController();
	readonly #git: ReturnType<typeof converse>;
	readonly #questions: Question[] = [];
	#held: Buffer[] = [];
	#heldBytes = 0;
	/** The first line of the answer whose content is still coming. */
	#head: GitObject | null = null;
	#timer: NodeJS.Timeout;
	isOver = false;

	constructor(gitDir: string) {
		this.#git = converse(['cat-file', '--batch-command'], { gitDir, signal: this.#stop.signal });
		this.#timer = setTimeout(() => this.close(), idle).unref();
		this.#git.output.on('data', (chunk: Buffer) => this.#hear(chunk));
		// What breaks it is told by its end.
		this.#git.input.on('error', () => {});
		const over = () => this.#end();
		this.#git.ended.then(over, over);
	}

	/** `name` is an id, or an id with a suffix such as ^{commit}; null when there is no such object. */
	ask(name: string, { withContent }: { withContent: boolean }): Promise<GitObject | null> {
		return new Promise((resolve, reject) => {
			if (this.isOver) return reject(lost());
			this.#questions.push({ withContent, resolve, reject });
			this.#expect(patience);
			this.#git.input.write(`${withContent ? 'contents' : 'info'} ${name}\n`);
		});
	}

	close(): void {
		this.isOver = true;
		this.#stop.abort();
	}

	#expect(milliseconds: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.close(), milliseconds).unref();
	}

	#hear(chunk: Buffer): void {
		this.#held.push(chunk);
		this.#heldBytes += chunk.length;
		while (this.#answer());
		this.#expect(this.#questions.length > 0 ? patience : idle);
	}

	/** Takes one whole answer out of what came; false when it has not all come yet. */
	#answer(): boolean {
		const [question] = this.#questions;
		if (!question) return false;
		if (!this.#head) {
			const line = this.#line();
			if (line === null) return false;
			const [, id = '', type = '', size = ''] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(line) ?? [];
			if (type === '') return this.#settle(null);
			const head = { id, type, size: Number(size), content: null };
			if (!question.withContent) return this.#settle(head);
			this.#head = head;
		}
		// A line feed follows the content.
		if (this.#heldBytes <= this.#head.size) return false;
		const content = this.#take(this.#head.size + 1).subarray(0, -1);
		return this.#settle({ ...this.#head, content });
	}

	#settle(found: GitObject | null): true {
		this.#head = null;
		this.#questions.shift()?.resolve(found);
		return true;
	}

	#line(): string | null {
		const all = this.#all();
		const end = all.indexOf(10);
		return end === -1 ? null : this.#take(end + 1).toString('utf8', 0, end);
	}

	#all(): Buffer {
		const all = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held);
		this.#held = [all];
		return all;
	}

	#take(bytes: number): Buffer {
		const all = this.#all();
		this.#held = [all.subarray(bytes)];
		this.#heldBytes -= bytes;
		return all.subarray(0, bytes);
	}

	#end(): void {
		this.isOver = true;
		clearTimeout(this.#timer);
		for (const { reject } of this.#questions.splice(0)) reject(lost());
	}
}

const lost = () => new Error('git cat-file ended before it had answered');
