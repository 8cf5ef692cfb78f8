import { constants } from 'node:fs';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const read = (path: string) => readFile(path, 'utf8').catch(() => null);

/** Writes a control file unless it says so already. The kernel's own errors come through. */
export async function set(path: string, value: string | number): Promise<void> {
	const text = String(value);
	if ((await read(path))?.trim() !== text) await writeFile(path, text);
}

/** The same, where a kernel may lack the file. */
export async function setIfThere(path: string, value: string | number): Promise<void> {
	if ((await read(path)) !== null) await set(path, value);
}

/** "low 0\noom_kill 3" → the number behind `key`; 0 when there is none. */
export async function count(path: string, key: string): Promise<number> {
	const text = (await read(path)) ?? '';
	return Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

/** A file that holds one number; 0 when there is none. */
export async function number(path: string): Promise<number> {
	return Number(await read(path)) || 0;
}

/** The cgroups directly below. */
export async function cgroupsBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

export async function make(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
}

/** Throws when this user may not write there; of what does not exist yet, to the folder it would be made in. */
export async function mayWrite(path: string): Promise<void> {
	await access(path, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT' && dirname(path) !== path) return mayWrite(dirname(path));
		throw error;
	});
}

/** Of a sentence "builds run without limits because …". */
export function whyNot(error: unknown): string {
	const { code, path = 'its cgroup', message } = error as NodeJS.ErrnoException;
	if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
		return `this user may not write to ${path}`;
	}
	return code ? `${path} can not be set (${code})` : message;
}
