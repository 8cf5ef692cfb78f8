import { expect, test } from 'vitest';
import { environmentFor } from './environment.ts';

test('hands on settings and the facts of the machine, and nothing else', () => {
	const source = {
		PATH: '/usr/bin',
		AWS_SECRET_ACCESS_KEY: 'do not hand on',
		NODE_OPTIONS: '--inspect',
		GANTRY_PORT: '3001',
		GANTRY_BASE_DOMAIN: '',
		DATABASE_URL: 'postgres://theirs'
	};
	expect(environmentFor(source, { dataDir: '/data', databaseUrl: 'postgres://ours' })).toEqual({
		PATH: '/usr/bin',
		GANTRY_PORT: '3001',
		NODE_ENV: 'production',
		GANTRY_DATA_DIR: '/data',
		DATABASE_URL: 'postgres://ours'
	});
});
