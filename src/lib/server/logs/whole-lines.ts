import type { LogBytes } from './packed-file.ts';

const newline = 10;
/** Far more than a line may have: a file without line ends is not read into memory whole. */
const mostBytes = 16 * 2 ** 20;

/**
 * The whole lines of a file from byte `from` on, many at a time: `bytes` ends with a line end and is only
 * valid until the next turn, `at` is where it begins. What is still being written is left out.
 */
export async function* wholeLines(
	file: Pick<LogBytes, 'read'>,
	from: number,
	chunkBytes = 256 * 1024
): AsyncGenerator<{ bytes: Buffer; at: number }> {
	let buffer = Buffer.allocUnsafe(chunkBytes);
	for (let at = from; ;) {
		const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
		const last = buffer.subarray(0, bytesRead).lastIndexOf(newline);
		if (last !== -1) {
			yield { bytes: buffer.subarray(0, last + 1), at };
			at += last + 1;
		} else if (bytesRead < buffer.length || buffer.length >= mostBytes) return;
		else buffer = Buffer.allocUnsafe(buffer.length * 2);
	}
}
