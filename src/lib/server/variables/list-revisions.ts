import type { Context } from '../context.ts';
import { findHolder } from './find-holder.ts';
import type { Holder } from './holder.ts';

export interface RevisionView {
	version: number;
	/** E-mail address; null: Gantry itself, or an account that is gone. */
	by: string | null;
	at: Date;
	/** The version that it takes back. */
	undoes: number | null;
	added: string[];
	changed: string[];
	removed: string[];
}

const pageSize = 30;

/** The changes of a list, newest first; `before` is the version that a page goes on from. Errors: not_found. */
export async function listRevisions(
	ctx: Context,
	{ holder, before }: { holder: Holder; before?: number | undefined }
): Promise<{ revisions: RevisionView[]; older: number | null }> {
	const whose = await findHolder(ctx, { holder, permission: 'projects:see' });
	const rows = await ctx.db.variableRevision.findMany({
		where: { ...whose, ...(before !== undefined && { version: { lt: before } }) },
		orderBy: { version: 'desc' },
		take: pageSize + 1,
		select: {
			...{ version: true, createdAt: true, undoes: true },
			...{ added: true, changed: true, removed: true },
			actor: { select: { email: true } }
		}
	});
	const revisions = rows.slice(0, pageSize).map(({ actor, createdAt: at, ...row }) => ({
		...row,
		by: actor?.email ?? null,
		at
	}));
	return { revisions, older: rows.length > pageSize ? (revisions.at(-1)?.version ?? null) : null };
}
