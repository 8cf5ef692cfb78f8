import type { Duplex } from 'node:stream';

/** Of a terminal, in characters. */
export interface Size {
	columns: number;
	rows: number;
}

/** A shell that runs in a container, at a terminal of its own. */
export interface Shell {
	/** Which one was found: "/bin/bash". */
	program: string;
	/** What is typed goes in, what the terminal shows comes out; ends with the shell or its container. */
	screen: Duplex;
	/** Safe when it has ended. */
	resize(size: Size): Promise<void>;
	/** How it ended; null while it runs, or when the engine does not know any more. */
	exitCode(): Promise<number | null>;
	/** Ends the shell, and with it what it runs. Safe to call twice and when it has ended. */
	close(): Promise<void>;
}

export interface Terminals {
	/**
	 * Starts a shell in the running container `name`. Errors: no_shell (the image has none),
	 * container_not_running, docker_unreachable.
	 */
	open(name: string, options: Size & { signal: AbortSignal }): Promise<Shell>;
}
