import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { syncFolderOf } from '#engine/durable.ts';
import { blockBytesFor, writeForm } from './packed-form.ts';

const pack = promisify(gzip);

/**
 * Packs a file that is not added to any more into "<path>.gz", beside it and with its time, and removes it.
 * Cut off anywhere, it leaves the plain file, the packed one, or for a moment both. Errors: those of the disk,
 * the signal's reason.
 */
export async function packFile(path: string, signal: AbortSignal): Promise<void> {
	const part = `${path}.gz.part`;
	const plain = await open(path, 'r');
	try {
		const { atime, mtime } = await plain.stat();
		const packed = await open(part, 'w', 0o640);
		try {
			await writePacked(plain, packed, signal);
			await packed.utimes(atime, mtime);
			await packed.sync();
		} finally {
			await packed.close();
		}
	} finally {
		await plain.close();
	}
	await rename(part, `${path}.gz`);
	// The packed file's name must be on the disk before the plain one's is gone.
	await syncFolderOf(path);
	await rm(path);
}

async function writePacked(plain: FileHandle, packed: FileHandle, signal: AbortSignal) {
	const { size } = await plain.stat();
	const blockBytes = blockBytesFor(size);
	const block = Buffer.alloc(blockBytes);
	const lengths: number[] = [];
	for (let at = 0; at < size; at += blockBytes) {
		signal.throwIfAborted();
		const { bytesRead } = await plain.read(block, 0, Math.min(blockBytes, size - at), at);
		const bytes = await pack(block.subarray(0, bytesRead));
		lengths.push(bytes.length);
		await packed.write(bytes);
	}
	await packed.write(writeForm({ size, blockBytes, lengths }));
}
