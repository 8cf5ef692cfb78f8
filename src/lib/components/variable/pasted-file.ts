import { parseDotenv } from '#lib/rules/dotenv.ts';

/** Several lines pasted into a name are a file, not a name; into a value they may be one, or a key. */
export function isPastedFile(text: string, into: { field: 'key' | 'value'; key: string }): boolean {
	const parsed = parseDotenv(text);
	const count = parsed.ok ? parsed.entries.length : 0;
	if (into.field === 'value') return count > 1;
	const isLong = text.trim().includes('\n');
	return count > 0 ? into.key === '' || isLong : isLong;
}
