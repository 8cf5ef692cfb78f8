import { scopeByName } from '#lib/rules/variable-scope.ts';
import type { NewService } from '#lib/schemas/projects.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { randomBytes } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import { queueDeployment, type Queued } from '../deployments/queue-deployment.ts';
import { AppError } from '../errors.ts';
import { settingsColumns } from './settings.ts';

export interface CreatedService extends Queued {
	projectId: string;
	serviceId: string;
}

/** 256 random bits, pasted into the Git host's webhook page. */
export function newWebhookSecret(): string {
	return randomBytes(32).toString('base64url');
}

/** Errors: app_exists (409) on the field appName. */
export async function refuseTakenName(tx: Transaction, name: string): Promise<void> {
	const other = await tx.service.findUnique({ where: { name }, select: { deletedAt: true } });
	if (!other) return;
	throw new AppError('app_exists', 409, `App '${name}' already exists`, {
		field: 'appName',
		hint: other.deletedAt
			? 'It is being deleted: try again in a moment.'
			: 'App names are unique on this installation, since each is a host name. Take another.'
	});
}

/** A service with its variables and first deployment, as part of the caller's transaction. */
export async function createInProject(
	tx: Transaction,
	ctx: Context,
	wanted: {
		projectId: string;
		service: NewService;
		gitUrl: string;
		commitSha: string | null;
		trigger: 'manual' | 'api';
		formKey?: string | undefined;
	}
): Promise<CreatedService> {
	const { projectId, gitUrl, commitSha, trigger, formKey } = wanted;
	const { appName, gitUrl: _, variables, ...settings } = wanted.service;
	await refuseTakenName(tx, appName);
	const serviceId = newId();
	await tx.service.create({
		data: {
			id: serviceId,
			projectId,
			name: appName,
			gitUrl,
			webhookSecretCipher: ctx.vault.seal(newWebhookSecret()),
			...settingsColumns(settings),
			branch: settings.branch,
			variables: {
				create: variables.map(({ key, value, isSecret, scope, note }, position) => ({
					id: newId(),
					key,
					valueCipher: ctx.vault.seal(value),
					isSecret,
					scope: scope ?? scopeByName(key),
					note: note ?? '',
					position
				}))
			}
		}
	});
	await recordAudit(tx, ctx, {
		action: 'service.created',
		subject: serviceId,
		projectId,
		serviceId,
		detail: { name: appName, service: appName, gitUrl, variables: variables.map(({ key }) => key) }
	});
	const queued = await queueDeployment(tx, ctx, { serviceId, trigger, commitSha, formKey });
	return { projectId, serviceId, ...queued };
}
