import { Duplex } from 'node:stream';
import { noShell, notRunning } from './failures.ts';
import type { Shell, Size, Terminals } from './port.ts';

export interface MemoryShell extends Shell {
	container: string;
	size: Size;
	/** The shell ends by itself, or its container does. */
	exit(code: number): void;
}

export interface MemoryTerminals extends Terminals {
	/** Every shell that was opened, the last one at the end. */
	shells: MemoryShell[];
	/** Names of containers whose image has no shell. */
	withoutShell: Set<string>;
}

/**
 * Shells in memory that print what is typed. As in a real one the line `exit 3` ends it with 3.
 * `containers`: those that run; null: any.
 */
export function memoryTerminals({
	containers = null
}: { containers?: Set<string> | null } = {}): MemoryTerminals {
	const shells: MemoryShell[] = [];
	const withoutShell = new Set<string>();
	return {
		shells,
		withoutShell,
		open(name, { columns, rows, signal }) {
			signal.throwIfAborted();
			if (containers && !containers.has(name)) return Promise.reject(notRunning());
			if (withoutShell.has(name)) return Promise.reject(noShell());
			const shell = echoingShell(name, { columns, rows });
			shells.push(shell);
			return Promise.resolve(shell);
		}
	};
}

function echoingShell(container: string, size: Size): MemoryShell {
	let code: number | null = null;
	let line = '';
	const screen = new Duplex({
		read() {},
		write(chunk: Buffer, _encoding, done) {
			for (const character of chunk.toString('utf8')) {
				screen.push(character === '\r' ? '\r\n' : character);
				if (character === '\r') obey();
				else line += character;
			}
			done();
		}
	});
	function obey() {
		const [, asked] = /^exit (\d+)$/.exec(line) ?? [];
		if (line === 'tty size') screen.push(`${shell.size.rows} ${shell.size.columns}\r\n`);
		line = '';
		if (asked !== undefined) shell.exit(Number(asked));
		else screen.push('$ ');
	}
	const shell: MemoryShell = {
		container,
		program: '/bin/sh',
		size,
		screen,
		async resize({ columns, rows }) {
			shell.size = { columns, rows };
		},
		exitCode: async () => code,
		exit(ended) {
			if (code !== null) return;
			code = ended;
			screen.push(null);
		},
		async close() {
			code ??= 129;
			screen.destroy();
		}
	};
	screen.push('$ ');
	return shell;
}
