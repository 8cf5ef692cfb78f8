import type { RequestEvent } from '@sveltejs/kit';
import { ruleOf, type Place } from '#lib/rules/metrics/thresholds.ts';
import { thresholdRequest } from '#lib/schemas/thresholds.ts';
import { validate } from '#lib/schemas/validate.ts';
import { notFound } from '../errors.ts';
import { changeThresholds } from '../metrics/change-thresholds.ts';
import { getThresholds } from '../metrics/get-thresholds.ts';
import { readJson, type ApiContext } from './api.ts';

/** null: the server. */
interface Of {
	serviceId: string | null;
}

const placeOf = ({ serviceId }: Of): Place => (serviceId === null ? 'machine' : 'service');

/** Thresholds of a service or of the server, with the default of each, and the alarms that passed them. */
export async function answerThresholds(ctx: ApiContext, of: Of): Promise<Response> {
	const { place, rows, alarms } = await getThresholds(ctx, of);
	return Response.json({
		thresholds: rows.map(({ measure, unit, isOn, limit, minutes }) => ({
			...{ measure, unit, on: isOn, limit, minutes },
			default: ruleOf(place, measure)?.usual ?? null
		})),
		alarms: alarms.map(({ measure, limit, minutes, value, raisedAt, endedAt }) => ({
			...{ measure, limit, minutes, value, raised: raisedAt, ended: endedAt }
		}))
	});
}

interface Named extends Of {
	measure: string;
}

function ruleNamed(named: Named) {
	const rule = ruleOf(placeOf(named), named.measure);
	if (!rule) throw notFound('threshold');
	return rule;
}

/** Sets one threshold, by the JSON of the request. Errors: not_found, invalid_input (422). */
export async function putThreshold(
	ctx: ApiContext,
	{ named, event }: { named: Named; event: RequestEvent }
): Promise<Response> {
	const { limit, minutes } = validate(thresholdRequest(ruleNamed(named)), await readJson(event));
	const chosen = { [named.measure]: { limit, minutes } };
	await changeThresholds(ctx, { serviceId: named.serviceId, chosen });
	return Response.json({ status: 'success', message: 'Saved. It holds within a minute.' });
}

/** Switches one threshold off: nothing is told of it any more. Errors: not_found. */
export async function deleteThreshold(ctx: ApiContext, named: Named): Promise<Response> {
	ruleNamed(named);
	const chosen = { [named.measure]: null };
	await changeThresholds(ctx, { serviceId: named.serviceId, chosen });
	return Response.json({ status: 'success', message: 'The threshold is off.' });
}
