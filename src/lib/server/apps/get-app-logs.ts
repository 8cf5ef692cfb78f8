import type { Context } from '../context.ts';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { tailLog } from '../logs/tail.ts';
import { findApp } from './find-app.ts';

/** The last lines that an app printed, oldest first, each with its time. Errors: app_not_found. */
export async function getAppLogs(
	ctx: Context,
	{ name, lines }: { name: string; lines: number }
): Promise<string> {
	const { id } = await findApp(ctx, { name, permission: 'projects:see' });
	const path = dataPaths(ctx.env.GANTRY_DATA_DIR).serviceLog(id);
	const page = await tailLog(path, lines);
	return page.lines.map(({ at, text }) => `${new Date(at).toISOString()} ${text}`).join('\n');
}
