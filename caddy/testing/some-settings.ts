import { readEnv } from '#env';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { edgeSettings, type EdgeOverrides } from '../settings.ts';

/** Settings as from these environment variables. */
export function someSettings(source: Record<string, string> = {}, overrides: EdgeOverrides = {}) {
	const env = readEnv({ GANTRY_DATA_DIR: '/srv/gantry', ...source });
	const paths = dataPaths(env.GANTRY_DATA_DIR);
	return edgeSettings(env, { paths, ports: { ask: 4001, pages: 4002, sites: 4003 } }, overrides);
}
