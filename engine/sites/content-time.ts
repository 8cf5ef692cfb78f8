const first = 1_000_000_000;
const span = 2 ** 30;

/**
 * The time that a file is given: made of its content, so that the same content has the same ETag in
 * every release, and another one another, however fast releases follow each other. (Caddy makes ETags
 * of time and size; nobody is shown the date.)
 */
export function contentTime(sha256: Buffer): number {
	return first + (sha256.readUInt32BE(0) % span);
}
