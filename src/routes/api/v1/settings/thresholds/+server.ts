import { api } from '#lib/server/http/api.ts';
import { answerThresholds } from '#lib/server/http/thresholds-api.ts';

export const GET = api((ctx) => answerThresholds(ctx, { serviceId: null }));
