import {
	measuresOf,
	readChosen,
	type Measure,
	type Place,
	type Threshold
} from '#lib/rules/metrics/thresholds.ts';
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

const shown = 10;

/** What is allowed of a service, or with null of the server, and what passed it. Errors: not_found, not_allowed. */
export async function getThresholds(
	ctx: Context,
	{ serviceId }: { serviceId: string | null }
): Promise<Thresholds> {
	if (serviceId !== null) {
		const { id, thresholds } = await findService(ctx, { serviceId, permission: 'projects:see' });
		return viewThresholds(ctx.db, { serviceId: id, kept: thresholds });
	}
	authorise(ctx, 'installation:see');
	const row = await ctx.db.installation.findUnique({
		where: { id: installationId },
		select: { thresholds: true }
	});
	return viewThresholds(ctx.db, { serviceId, kept: row?.thresholds });
}

/** The same of a service that was found, or of the server; `kept`: its column. */
export async function viewThresholds(
	db: Db,
	{ serviceId, kept }: { serviceId: string | null; kept: unknown }
): Promise<Thresholds> {
	const place = serviceId === null ? 'machine' : 'service';
	const alarms = await db.alarm.findMany({
		where: { serviceId },
		orderBy: { raisedAt: 'desc' },
		take: shown
	});
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
