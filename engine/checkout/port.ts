import type { Readable } from 'node:stream';
import type { Commit, GitSource, Id } from '../spec.ts';

export interface TreeEntry {
	name: string;
	kind: 'file' | 'directory' | 'symlink' | 'submodule';
	/** Bytes; 0 for directories. */
	size: number;
	/** Of a submodule: the commit it is at. */
	commit?: string;
}

/** One commit's files, read without a working copy. Paths are relative to the root directory, '' is it. */
export interface Tree {
	list(path: string): Promise<TreeEntry[]>;
	/** Text of a regular file, or null when there is none. Larger than `maxBytes` (1 MB): an AppError. */
	readText(path: string, maxBytes?: number): Promise<string | null>;
}

export interface CallOptions {
	signal: AbortSignal;
}

/** Gets code from a Git host into a bare cache per service and reads it from there. */
export interface Checkout {
	/** Branch names and the default branch, by one ls-remote. Errors: repository_not_found, git_host_unreachable. */
	branches(url: string, options: CallOptions): Promise<{ default: string; names: string[] }>;
	/**
	 * The exact commit of `branch`: its head, or the one that `commit` (7–40 hex digits) names in its history.
	 * Errors: those of `branches`, branch_not_found, commit_not_found.
	 */
	resolve(
		source: { url: string; branch: string; commit?: string },
		options: CallOptions
	): Promise<{ sha: string }>;
	/**
	 * Fetches the commit (or the branch's head), its submodules and its files in Git LFS, and reads its facts.
	 * Errors: those of `branches`, branch_not_found, commit_not_found, too_many_submodules, lfs_unavailable,
	 * lfs_object_missing; those of a submodule begin with its path.
	 */
	fetch(
		service: Id,
		source: GitSource,
		rootDirectory: string,
		options: CallOptions & {
			log?: (line: string) => void;
			/** Without submodules and Git LFS: enough to have a look at. */
			isAlone?: boolean;
		}
	): Promise<Commit>;
	tree(service: Id, sha: string, rootDirectory: string): Tree;
	/** The files below the root directory as a tar stream, ended early when `signal` aborts. */
	archive(service: Id, sha: string, rootDirectory: string, options: CallOptions): Readable;
	/** Removes the service's cache. */
	remove(service: Id): Promise<void>;
}
