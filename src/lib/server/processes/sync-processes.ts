import { z } from 'zod';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { followProcfile } from './follow-procfile.ts';

const planned = z.object({
	processes: z.array(z.object({ name: z.string(), command: z.string().max(2000) })).max(50)
});

/** Deployments that used the image of another one, in a row, of which the first has the plan. */
const longestChain = 20;

/** The Procfile's processes as a deployment found them; of one that built nothing, those of the image it used. */
async function processesOf(tx: Transaction, deploymentId: string | null) {
	let id = deploymentId;
	for (let hop = 0; id !== null && hop < longestChain; hop++) {
		const row = await tx.deployment.findUnique({
			where: { id },
			select: { plan: true, baseRelease: { select: { deploymentId: true } } }
		});
		if (row?.plan) return planned.safeParse(row.plan).data?.processes ?? [];
		id = row?.baseRelease?.deploymentId ?? null;
	}
	return [];
}

/** At the moment of going live the processes become those of the new Procfile. Done again it changes nothing. */
export async function syncProcesses(
	tx: Transaction,
	{ serviceId, from, to }: { serviceId: string; from: string | null; to: string }
): Promise<void> {
	const [before, after, rows] = [
		await processesOf(tx, from),
		await processesOf(tx, to),
		await tx.process.findMany({ where: { serviceId } })
	];
	const workers = rows.filter(({ kind }) => kind === 'worker');
	const others = rows.filter(({ kind }) => kind !== 'worker').map(({ name }) => name);
	const { add, change, remove } = followProcfile(workers, {
		before,
		after: after.filter(({ name }) => !others.includes(name))
	});
	await tx.process.createMany({
		data: add.map((process) => ({ id: newId(), serviceId, kind: 'worker' as const, ...process }))
	});
	for (const { name, command } of change) {
		await tx.process.updateMany({ where: { serviceId, name }, data: { command } });
	}
	await tx.process.deleteMany({ where: { serviceId, kind: 'worker', name: { in: remove } } });
}
