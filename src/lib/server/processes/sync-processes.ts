import { z } from 'zod';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { followProcfile } from './follow-procfile.ts';

const planned = z.object({
	processes: z.array(z.object({ name: z.string(), command: z.string().max(2000) })).max(50)
});

/** Deployments that used the image of another one, in a row, of which the first has the plan. */
const longestChain = 20;

/**
 * The Procfile's processes as deployments found them; of one that built nothing, those of the image it used.
 * By deployment.
 */
async function processesOf(tx: Transaction, deployments: (string | null)[]) {
	const rows = await tx.$queryRaw<{ deployment: string; plan: unknown }[]>`
		with recursive chain as (
			select id as deployment, plan, base_release_id, 0 as hop from deployment
			where id = any(${deployments.filter((id) => id !== null)})
			union all
			select chain.deployment, d.plan, d.base_release_id, chain.hop + 1
			from chain
			join release r on r.id = chain.base_release_id
			join deployment d on d.id = r.deployment_id
			where chain.plan is null and chain.hop < ${longestChain})
		select deployment, jsonb_build_object('processes', plan->'processes') as plan
		from chain where plan is not null`;
	return new Map(
		rows.map(({ deployment, plan }) => [deployment, planned.safeParse(plan).data?.processes ?? []])
	);
}

/** At the moment of going live the processes become those of the new Procfile. Done again it changes nothing. */
export async function syncProcesses(
	tx: Transaction,
	{ serviceId, from, to }: { serviceId: string; from: string | null; to: string }
): Promise<void> {
	const found = await processesOf(tx, [from, to]);
	const before = found.get(from ?? '') ?? [];
	const after = found.get(to) ?? [];
	const rows = await tx.process.findMany({ where: { serviceId } });
	if (before.length + after.length + rows.length === 0) return;
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
	// What was said of the containers before says nothing about the new ones.
	await tx.process.updateMany({
		where: { serviceId, crashReason: { not: null } },
		data: { crashReason: null }
	});
}
