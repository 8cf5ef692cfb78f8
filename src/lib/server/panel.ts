import { readEnv } from '#env';
import { dataPaths } from '#lib/rules/data-dir.ts';
import type { Actor, Context } from './context.ts';
import { connectDb } from './db/client.ts';
import { connectEvents, type Events } from './events.ts';
import { freeAfterStart } from './free-after-start.ts';
import { connectLive } from './live/client.ts';
import { queue } from './queue.ts';
import { openKeyFileVault } from './secrets/key-file-vault.ts';

function compose() {
	const env = readEnv();
	if (!env.DATABASE_URL) throw new Error('DATABASE_URL is not set: start Gantry with `npm start`.');
	const paths = dataPaths(env.GANTRY_DATA_DIR);
	process.once('sveltekit:shutdown', () => void closePanel());
	freeAfterStart();
	return {
		env,
		paths,
		databaseUrl: env.DATABASE_URL,
		// As many as a page asks at once: on a full disk Postgres may be unable to begin another.
		db: connectDb(env.DATABASE_URL, { kept: 4 }),
		vault: openKeyFileVault(paths.keys),
		live: connectLive(paths.workerSocket)
	};
}

let composed: ReturnType<typeof compose> | null = null;

/** What this process works with; opened at first use, so that importing a module opens nothing. */
export function panel(): ReturnType<typeof compose> {
	return (composed ??= compose());
}

let heard: Events | null = null;

/** Said by the adapter once every request is answered: nothing of ours may keep the process alive. */
export async function closePanel(): Promise<void> {
	await Promise.allSettled([heard?.close(), composed?.db.$disconnect()]);
}

/** The process's one connection that hears what changes. */
export function panelEvents(): Events {
	return (heard ??= connectEvents(panel().databaseUrl));
}

/** An operation's context in this process. */
export function contextFor(actor: Actor): Context {
	const { db, vault, live, env } = panel();
	return { db, vault, live, env, queue, actor, clock: () => new Date() };
}
