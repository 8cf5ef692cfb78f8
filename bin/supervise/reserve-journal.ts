/** Parts of 16 MB each: what is written in hours of pushes. */
const reserved = 4;

/**
 * Makes some parts of the server's journal in advance. Postgres makes the next one when the last is full; on a full
 * disk it can not, and ends instead of going on to answer what is read. Those that are used up are used again.
 * `ask` runs one statement as a superuser of Postgres 17 or later. Errors: the server's.
 */
export async function reserveJournal(ask: (sql: string) => Promise<unknown[]>): Promise<void> {
	const rows = await ask(
		`select count(*)::int as parts from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'`
	);
	const [{ parts }] = rows as [{ parts: number }];
	for (let part = parts; part < reserved; part++) {
		// An empty part is not ended: something has to stand in it.
		await ask(`select pg_logical_emit_message(false, 'gantry', 'reserve', true)`);
		await ask('select pg_switch_wal()');
	}
	// Only then the ones that lie behind are there to be written again.
	if (parts < reserved) await ask('checkpoint');
}
