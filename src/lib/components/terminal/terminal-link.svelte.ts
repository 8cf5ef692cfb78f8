import type { TerminalMessage, TerminalOrder } from '#lib/schemas/terminal.ts';
import { endWords } from './terminal-words.ts';

/** Bytes of one message: what is pasted goes in pieces. */
const pieceBytes = 32 * 1024;
/** Bytes that the screen has not drawn yet, beyond and below which the shell waits and goes on. */
const holdAt = 1024 * 1024;
const goOnAt = 128 * 1024;

export interface Screen {
	/** Draws; calls back when it is done. */
	write(bytes: Uint8Array, done: () => void): void;
}

export interface Notice {
	kind: 'info' | 'warn' | 'danger';
	title: string;
	hint: string | null;
}

/** The connection of one terminal to the shell in a container. */
export class TerminalLink {
	state: 'closed' | 'opening' | 'open' = $state('closed');
	/** How it ended, or that it soon will. */
	notice: Notice | null = $state(null);
	/** The shell that was found. */
	program: string | null = $state(null);

	#socket: WebSocket | null = null;
	#screen: Screen;
	#undrawn = 0;
	#isHeld = false;

	constructor(screen: Screen) {
		this.#screen = screen;
	}

	/** Opens a shell at `url`, the address of a WebSocket with its query. */
	open(url: string): void {
		this.close();
		this.state = 'opening';
		this.notice = null;
		const socket = new WebSocket(url);
		socket.binaryType = 'arraybuffer';
		this.#socket = socket;
		socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
			if (typeof data === 'string') this.#hear(JSON.parse(data) as TerminalMessage);
			else this.#draw(new Uint8Array(data));
		};
		socket.onclose = () => {
			if (this.#socket !== socket) return;
			this.#socket = null;
			this.state = 'closed';
			this.#undrawn = 0;
			this.#isHeld = false;
			// Nobody said why.
			if (!this.notice || this.notice.kind === 'warn') this.#tell('danger', endWords('lost', null));
		};
	}

	type(text: string): void {
		const bytes = new TextEncoder().encode(text);
		for (let at = 0; at < bytes.length; at += pieceBytes) {
			if (this.#socket?.readyState !== WebSocket.OPEN) return;
			this.#socket.send(bytes.subarray(at, at + pieceBytes));
		}
	}

	resize(columns: number, rows: number): void {
		this.#order({ kind: 'resize', columns, rows });
	}

	/** Ends the shell. Safe to call at any time. */
	close(): void {
		const socket = this.#socket;
		this.#socket = null;
		this.state = 'closed';
		socket?.close(1000);
	}

	#order(order: TerminalOrder): void {
		if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(order));
	}

	#draw(bytes: Uint8Array): void {
		this.#undrawn += bytes.length;
		this.#screen.write(bytes, () => {
			this.#undrawn = Math.max(0, this.#undrawn - bytes.length);
			if (this.#isHeld && this.#undrawn < goOnAt) this.#flow(false);
		});
		if (!this.#isHeld && this.#undrawn > holdAt) this.#flow(true);
	}

	#flow(isHeld: boolean): void {
		this.#isHeld = isHeld;
		this.#order({ kind: isHeld ? 'hold' : 'go-on' });
	}

	#hear(message: TerminalMessage): void {
		if (message.kind === 'opened') {
			this.state = 'open';
			this.program = message.program;
		} else if (message.kind === 'idle') {
			const title = `Closes in ${message.seconds} seconds unless you type.`;
			this.#tell('warn', title);
		} else if (message.kind === 'awake') this.notice = null;
		else if (message.kind === 'ended') this.#tell('info', endWords(message.why, message.exitCode));
		else this.#tell('danger', message.message, message.hint);
	}

	#tell(kind: Notice['kind'], title: string, hint: string | null = null): void {
		this.notice = { kind, title, hint };
	}
}
