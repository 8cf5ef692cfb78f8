import {
	measuresOf,
	readChosen,
	type Measure,
	type Place,
	type Threshold
} from '#lib/rules/metrics/thresholds.ts';
import type { Alarm, Prisma } from '#prisma/client/client.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import type { Db } from '../db/client.ts';
import { installationId } from '../installation/ensure-installation.ts';
import { findService } from '../services/find-service.ts';

export interface ThresholdView extends Threshold {
	measure: Measure;
	title: string;
	about: string;
	unit: 'percent' | 'milliseconds';
	isOn: boolean;
}

export interface AlarmView {
	id: string;
	measure: Measure;
	limit: number;
	minutes: number;
	/** When it was raised. */
	value: number;
	raisedAt: Date;
	/** null: it lasts. */
	endedAt: Date | null;
}

export interface Thresholds {
	place: Place;
	rows: ThresholdView[];
	/** Those that last, then the latest. */
	alarms: AlarmView[];
}

/** What is allowed of a service, or with null of the server, and what passed it. Errors: not_found, not_allowed. */
export async function getThresholds(
	ctx: Context,
	{ serviceId }: { serviceId: string | null }
): Promise<Thresholds> {
	if (serviceId !== null) {
		const { id, thresholds } = await findService(ctx, { serviceId, permission: 'projects:see' });
		const alarms = await listAlarms(ctx.db, id);
		return viewThresholds({ place: 'service', kept: thresholds, alarms });
	}
	authorise(ctx, 'installation:see');
	const row = await ctx.db.installation.findUnique({
		where: { id: installationId },
		select: { thresholds: true }
	});
	const alarms = await listAlarms(ctx.db, null);
	return viewThresholds({ place: 'machine', kept: row?.thresholds, alarms });
}

/** The alarms that are shown: the latest. */
export const shownAlarms = {
	orderBy: { raisedAt: 'desc' },
	take: 10
} satisfies Prisma.AlarmFindManyArgs;

const listAlarms = (db: Db, serviceId: string | null) =>
	db.alarm.findMany({ where: { serviceId }, ...shownAlarms });

/** The same of what was read; `kept`: the column of the service or the installation. */
export function viewThresholds({
	place,
	kept,
	alarms
}: {
	place: Place;
	kept: unknown;
	alarms: Alarm[];
}): Thresholds {
	const chosen = readChosen(kept);
	return {
		place,
		rows: measuresOf(place).map(([measure, { title, about, unit, usual, proposed }]) => {
			const choice = chosen[measure];
			const holds = choice === undefined ? usual : choice;
			return { measure, title, about, unit, ...(holds ?? proposed), isOn: holds !== null };
		}),
		alarms: alarms.map(({ id, measure, limit, minutes, value, raisedAt, endedAt }) => ({
			...{ id, measure: measure as Measure, limit, minutes, value, raisedAt, endedAt }
		}))
	};
}

/** Those of a view that are on. */
export const holding = ({ rows }: Thresholds): ReadonlyMap<Measure, Threshold> =>
	new Map(rows.filter(({ isOn }) => isOn).map((row) => [row.measure, row]));
