import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { installationId } from '../installation/ensure-installation.ts';
import { knownNames } from './known-names.ts';
import { httpsUrl } from './own-names.ts';

export interface MetricsSettings {
	requests: {
		isOn: boolean;
		wholeAddresses: boolean;
		/** As a person chose; null: the default. */
		days: number | null;
	};
	/** Of the token with which a Prometheus reads `url`; null: it is closed. */
	token: { prefix: string; createdAt: Date } | null;
	url: string;
}

/** What is written down of visitors, and who may read the numbers. Errors: not_allowed. */
export async function getMetricsSettings(ctx: Context): Promise<MetricsSettings> {
	authorise(ctx, 'installation:see');
	const [row, names] = await Promise.all([
		ctx.db.installation.findUniqueOrThrow({
			where: { id: installationId },
			select: {
				...{ accessLog: true, wholeAddresses: true, requestDays: true },
				...{ metricsTokenPrefix: true, metricsTokenAt: true }
			}
		}),
		knownNames(ctx.db, ctx.env)
	]);
	const { metricsTokenPrefix: prefix, metricsTokenAt: createdAt } = row;
	return {
		requests: {
			isOn: row.accessLog,
			wholeAddresses: row.wholeAddresses,
			days: row.requestDays
		},
		token: prefix !== null && createdAt !== null ? { prefix, createdAt } : null,
		url: `${httpsUrl(names.panelDomain, names)}/metrics`
	};
}
