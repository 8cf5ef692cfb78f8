import type { LogStream } from '../spec.ts';

/** Characters of one line that are kept. */
export const longestLine = 16 * 1024;

const letters: Record<LogStream, string> = { stdout: 'o', stderr: 'e', gantry: 'g' };

/** The colour sequences of a terminal, which are shown; every other control character is made visible. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const controls = /(\u001b\[[\d;:]*m)|[\u0000-\u0008\u000a-\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Text that can neither move a terminal's cursor nor break the log's own form. */
export function cleanText(text: string): string {
	const plain = text.replace(controls, (found, colour: string | undefined) => {
		if (colour) return colour;
		const code = found.charCodeAt(0);
		return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '␡' : '�';
	});
	if (plain.length <= longestLine) return plain;
	// Never in the middle of a character of two units.
	const kept = plain.slice(0, longestLine).replace(/[\ud800-\udbff]$/, '');
	return `${kept}\u001b[0m … [${plain.length - kept.length} more characters cut]`;
}

/** "<epoch ms>\t<o|e|g>\t<source>\t<text>\n"; `text` is one line. */
export function formatLine(line: {
	at: number;
	stream: LogStream;
	/** Step of a deployment or container of a service. */
	source: string;
	text: string;
}): string {
	const { at, stream, source, text } = line;
	return `${at}\t${letters[stream]}\t${source.replace(/[\t\n]/g, ' ')}\t${cleanText(text)}\n`;
}
