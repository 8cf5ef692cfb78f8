import { listApps } from '#lib/server/apps/list-apps.ts';
import { api } from '#lib/server/http/api.ts';

export const GET = api(async (ctx) => Response.json({ apps: await listApps(ctx) }));
