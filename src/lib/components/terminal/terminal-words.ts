import type { TerminalEnd } from '#lib/schemas/terminal.ts';

/** Why a terminal is closed now. */
export function endWords(why: TerminalEnd | 'lost', exitCode: number | null): string {
	switch (why) {
		case 'exited':
			return exitCode ? `The shell has ended with code ${exitCode}.` : 'The shell has ended.';
		case 'idle':
			return 'Closed after 15 minutes without typing.';
		case 'signed-out':
			return 'Closed: you are not signed in any more.';
		case 'not-allowed':
			return 'Closed: you may not open this service any more.';
		case 'stopping':
			return 'Gantry is restarting. Open a new terminal in a moment.';
		case 'lost':
			return 'The connection was lost, and the shell was ended with what it ran.';
	}
}

/** "web 2", "mailer 1 (not live)". */
export function containerWords(container: {
	process: string | null;
	replica: number | null;
	isLive: boolean;
}): string {
	const { process, replica, isLive } = container;
	const name = `${process ?? 'web'}${replica === null ? ' (a run)' : ` ${replica}`}`;
	return isLive ? name : `${name} (not live)`;
}
