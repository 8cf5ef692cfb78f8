import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a control file unless it says so already. The kernel's own errors come through. */
export async function set(path: string, value: string | number): Promise<void> {
	const text = String(value);
	const now = await readFile(path, 'utf8').catch(() => null);
	if (now?.trim() !== text) await writeFile(path, text);
}

/** The same, where a kernel may lack the file. */
export async function setIfThere(path: string, value: string | number): Promise<void> {
	await set(path, value).catch((error: NodeJS.ErrnoException) => {
		// cgroupfs answers EACCES when a file is to be created in it.
		if (!['ENOENT', 'EACCES', 'EOPNOTSUPP'].includes(error.code ?? '')) throw error;
	});
}

/** "low 0\noom_kill 3" → the number behind `key`; 0 when there is none. */
export async function count(path: string, key: string): Promise<number> {
	const text = await readFile(path, 'utf8').catch(() => '');
	return Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

export async function number(path: string): Promise<number> {
	return Number(await readFile(path, 'utf8').catch(() => 0)) || 0;
}

/** The cgroups directly below. */
export async function cgroupsBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

export async function make(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
}

/** Of a sentence "builds run without limits because …". */
export function whyNot(error: unknown): string {
	const { code, path = 'its cgroup', message } = error as NodeJS.ErrnoException;
	if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
		return `this user may not write to ${path}`;
	}
	return code ? `${path} can not be set (${code})` : message;
}
