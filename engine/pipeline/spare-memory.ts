/** Less than this part of the machine's memory free, and nothing is kept warm. */
const leastShare = 0.1;
const leastBytes = 512 * 2 ** 20;

/** Whether memory is too scarce to keep containers that nobody asks; null: it can not be seen. */
export function isShort(memory: { totalBytes: number; availableBytes: number } | null): boolean {
	if (memory === null) return false;
	return memory.availableBytes < Math.max(leastBytes, memory.totalBytes * leastShare);
}
