import { readFile } from 'node:fs/promises';

/** Memory of this machine; null where the kernel does not say. */
export async function hostMemory(): Promise<{
	totalBytes: number;
	availableBytes: number;
} | null> {
	const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
	const bytes = (name: string) =>
		Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? Number.NaN) * 1024;
	const [totalBytes, availableBytes] = [bytes('MemTotal'), bytes('MemAvailable')];
	return Number.isNaN(totalBytes + availableBytes) ? null : { totalBytes, availableBytes };
}
