import type { AddCronInput, AddWorkerInput } from '#lib/schemas/processes.ts';
import type { ProcessKind } from '#prisma/client/enums.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { isUniqueViolation } from '../db/unique.ts';
import { AppError } from '../errors.ts';
import { findService } from '../services/find-service.ts';
import { applyProcesses } from './apply-processes.ts';

const mostPerService = 20;

interface NewProcess {
	serviceId: string;
	name: string;
	kind: ProcessKind;
	command: string;
	replicas?: number;
	schedule?: string;
	timeZone?: string;
}

/** A process that runs beside the one that answers requests. Errors: not_found, process_exists (409), too_many_processes (422). */
export function addWorker(ctx: Context, input: AddWorkerInput): Promise<{ processId: string }> {
	return add(ctx, { kind: 'worker', ...input });
}

/** A process that runs at its times, to its end. Errors: not_found, process_exists (409), too_many_processes (422). */
export function addCron(ctx: Context, input: AddCronInput): Promise<{ processId: string }> {
	return add(ctx, { kind: 'cron', ...input });
}

async function add(ctx: Context, wanted: NewProcess): Promise<{ processId: string }> {
	const { serviceId, name, kind } = wanted;
	const { projectId, name: service } = await findService(ctx, {
		serviceId,
		permission: 'projects:change'
	});
	if ((await ctx.db.process.count({ where: { serviceId } })) >= mostPerService) {
		const message = `A service has at most ${mostPerService} processes.`;
		throw new AppError('too_many_processes', 422, message, { field: 'name' });
	}
	const processId = newId();
	try {
		await ctx.db.$transaction(async (tx) => {
			await tx.process.create({ data: { id: processId, ...wanted } });
			await recordAudit(tx, ctx, {
				action: 'process.added',
				subject: processId,
				projectId,
				serviceId,
				detail: { name, kind, service }
			});
			await applyProcesses(tx, ctx, { serviceId, projectId, processId });
		});
	} catch (error) {
		if (!isUniqueViolation(error)) throw error;
		throw new AppError('process_exists', 409, `There is a process '${name}' already.`, {
			field: 'name'
		});
	}
	return { processId };
}
