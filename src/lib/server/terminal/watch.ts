import type { WebSocket } from 'ws';
import type { TerminalEnd } from '#lib/schemas/terminal.ts';
import { AppError } from '../errors.ts';
import { checkTerminal } from './check-terminal.ts';
import type { Visitor } from './admit-visitor.ts';

/** A session that ended and a right that was taken tell nobody: they are asked for. */
const everyMs = 10_000;

/** Calls `end` when who opened a terminal may no longer have it; notices, too, when nobody is there any more. */
export function watchTerminal(
	{ browser, visitor, serviceId }: { browser: WebSocket; visitor: Visitor; serviceId: string },
	end: (why: TerminalEnd) => void
): () => void {
	let isThere = true;
	browser.on('pong', () => (isThere = true));

	async function look(): Promise<void> {
		if (!isThere) return browser.terminate();
		isThere = false;
		browser.ping();
		if (!(await visitor.isSignedIn())) return end('signed-out');
		await checkTerminal(visitor.context, { serviceId });
	}

	const rounds = setInterval(() => {
		look().catch((error: unknown) => {
			// A database that is away for a moment ends nothing.
			if (error instanceof AppError && error.status < 500) end('not-allowed');
		});
	}, everyMs);
	return () => clearInterval(rounds);
}
