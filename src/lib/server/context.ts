import type { Db } from './db/client.ts';
import type { Live } from './live/port.ts';
import type { Queue } from './queue.ts';
import type { Vault } from './secrets/vault.ts';
import type { Env } from '#env';

/** Who asks: a person by session or by token, or Gantry itself (webhooks, the worker). */
export interface Actor {
	kind: 'user' | 'system';
	/** null for the system. */
	userId: string | null;
	email: string | null;
	role: 'admin' | 'user';
	/** The client's address, for audit and limits. */
	address: string | null;
}

/** All that an operation is given besides its input. */
export interface Context {
	db: Db;
	actor: Actor;
	queue: Queue;
	vault: Vault;
	live: Live;
	env: Env;
	clock: () => Date;
}
