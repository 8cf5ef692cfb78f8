import { z } from 'zod';

const columns = z.coerce.number().int().min(1).max(1000);
const rows = z.coerce.number().int().min(1).max(1000);

/** What a terminal is asked for with, in the address of its WebSocket. */
export const terminalQuery = z.object({
	container: z.string().min(1).max(128),
	columns: columns.default(80),
	rows: rows.default(24)
});

/** Messages to a terminal that are text; what is typed comes as bytes. */
export const terminalOrder = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('resize'), columns, rows }),
	/** The reader is not yet done with what came: nothing more, please, until `go-on`. */
	z.object({ kind: z.literal('hold') }),
	z.object({ kind: z.literal('go-on') })
]);

export type TerminalOrder = z.input<typeof terminalOrder>;

/** Why a terminal ended. */
export type TerminalEnd = 'exited' | 'idle' | 'signed-out' | 'not-allowed' | 'stopping';

/** Messages from a terminal that are text; what its screen shows comes as bytes. */
export type TerminalMessage =
	| { kind: 'opened'; program: string }
	/** It will be ended for want of typing. */
	| { kind: 'idle'; seconds: number }
	/** Something was typed after all. */
	| { kind: 'awake' }
	| { kind: 'ended'; why: TerminalEnd; exitCode: number | null }
	| { kind: 'failed'; code: string; message: string; hint: string | null };

/** Bytes of one message to a terminal: more at once is pasted in pieces. */
export const mostTyped = 64 * 1024;
