import type { Installation } from '#prisma/client/client.ts';
import type { Context } from '../context.ts';
import { installationId } from '../installation/ensure-installation.ts';
import { once } from '../once.ts';

/** The row of this installation, as a page's load reads it once. For the server's inside only. */
export function readInstallation(ctx: Context): Promise<Installation> {
	return once(ctx, 'installation', () =>
		ctx.db.installation.findUniqueOrThrow({ where: { id: installationId } })
	);
}
