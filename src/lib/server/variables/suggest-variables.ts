import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';
import { inspectSource } from '../services/inspect-source.ts';

/**
 * Keys that .env.example of a service's repository names, in its order; none when there is no such file.
 * Errors: not_found, and those of inspectSource.
 */
export async function suggestVariables(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<string[]> {
	const { gitUrl, branch, rootDirectory } = await findService(ctx, {
		serviceId,
		permission: 'projects:change'
	});
	const { exampleVariables } = await inspectSource(ctx, { gitUrl, branch, rootDirectory });
	return exampleVariables.map(({ key }) => key);
}
