/** Reads one JSON value a line from a stream, as it comes. */
export async function* jsonLines<T>(source: NodeJS.ReadableStream): AsyncGenerator<T> {
	let held = '';
	const decoder = new TextDecoder();
	for await (const chunk of source) {
		const lines = (held + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
		held = lines.pop() ?? '';
		for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as T;
	}
	if (held.trim() !== '') yield JSON.parse(held) as T;
}
