import type { Installation } from './installation.ts';

/** performance.now() of the end of a deployment's switch: requests go to it, and one has been answered. */
export async function switchedAt({ db }: Installation, deploymentId: string): Promise<number> {
	const { completedAt } = await db.step.findUniqueOrThrow({
		where: { deploymentId_name: { deploymentId, name: 'switch' } }
	});
	return (completedAt?.getTime() ?? Number.NaN) - performance.timeOrigin;
}
