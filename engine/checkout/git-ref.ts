/** Git's own rules for names of branches and commits. Pure and browser-safe. */

// What `git check-ref-format --branch` refuses, and a leading dash, which a program could take for an option.
const forbidden = [
	/[\p{Cc} ~^:?*[\\]/u,
	/\.\./,
	/@\{/,
	/\/\//,
	/(^|\/)\./,
	/\.lock($|\/)/,
	/^-/,
	/^\//,
	/[/.]$/,
	/^@$/,
	/^HEAD$/,
	/^refs\//
];

/** Is this a branch's short name, such as `main` or `feature/x`? */
export function isBranchName(name: string): boolean {
	return (
		name !== '' &&
		new TextEncoder().encode(name).length <= 255 &&
		!forbidden.some((rule) => rule.test(name))
	);
}

/** Is this a commit's full name? */
export function isFullCommit(text: string): boolean {
	return /^[0-9a-f]{40}$/.test(text);
}

/** Is this a commit's name, or its first seven digits or more? */
export function isCommit(text: string): boolean {
	return /^[0-9a-f]{7,40}$/.test(text);
}

export const branchMessage = 'Not a valid branch name (git rules).';
export const commitMessage = 'Give 7-40 hex digits';
