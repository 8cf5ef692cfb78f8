import { writeFile } from 'node:fs/promises';
import { readEnv } from '#env';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { addressesOf, greeting } from './supervise/greeting.ts';
import { furnish } from './supervise/house.ts';
import { openInstallation } from './supervise/installation.ts';

// What a start does before anything runs, for those who start the processes themselves (compose.yaml):
// folders, keys, the schema, and the set-up link until the installation is claimed.
const env = readEnv();
const paths = dataPaths(env.GANTRY_DATA_DIR);
await furnish({ paths, isRoot: process.getuid?.() === 0 }, console.log);
const installation = await openInstallation(process.env);
await writeFile(paths.label, installation.label, { mode: 0o600 });
const addresses = addressesOf(env.GANTRY_PORT, installation.setupToken);
for (const line of greeting(installation, addresses, null)) {
	console.log(line);
}
