import type { Actor, Context } from '#lib/server/context.ts';

declare global {
	namespace App {
		interface Locals {
			/** Shown with unexpected errors and in the log; also the answer's X-Request-Id. */
			requestId: string;
			/** null: nobody is signed in. */
			actor: Actor | null;
			/** For operations. Without an actor it stands for nobody: only signing in and set-up are open. */
			context: Context;
			session: { id: string; expiresAt: Date } | null;
			/** Does this installation have its admin account? */
			isClaimed: boolean;
			/** https://gantry.example.com or http://localhost:3000, as the browser sees it. */
			origin: string;
		}

		interface Error {
			message: string;
			/** What to do next. */
			hint?: string | null;
			code?: string;
			/** To be quoted when asking for help. */
			requestId?: string;
		}
	}
}
