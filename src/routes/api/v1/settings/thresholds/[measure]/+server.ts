import { api } from '#lib/server/http/api.ts';
import { deleteThreshold, putThreshold } from '#lib/server/http/thresholds-api.ts';
import type { RequestEvent } from './$types';

export const PUT = api<RequestEvent>((ctx, event) =>
	putThreshold(ctx, { named: { serviceId: null, measure: event.params.measure }, event })
);

export const DELETE = api<RequestEvent>((ctx, { params: { measure } }) =>
	deleteThreshold(ctx, { serviceId: null, measure })
);
