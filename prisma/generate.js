// Generating the client needs no engine, but the Prisma CLI insists on having one at hand and would
// fetch it from the network: any executable satisfies it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const prisma = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url));

const { status } = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], {
	cwd: fileURLToPath(new URL('..', import.meta.url)),
	stdio: 'inherit',
	env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' }
});
process.exit(status ?? 1);
