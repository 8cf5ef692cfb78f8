export type Say = (line: string) => void;

/** One line an event on our own output; the terminal may be gone, and that is no reason to stop. */
export function openSay(out: NodeJS.WriteStream = process.stdout): Say {
	out.on('error', () => {});
	return (line) => void out.write(`${line}\n`);
}

/** The same, each line with the name of the process it is about. */
export function sayFor(say: Say, name: string): Say {
	return (line) => say(`[${name}] ${line}`);
}
