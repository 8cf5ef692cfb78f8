// What `npm run test:faults` runs first: on a fresh machine it needs all that `npm test` brings, and in a fresh
// checkout the database client must be made before it is imported.
import { ensureEngine } from '../../bin/test/engine.ts';
import { ensureGo } from '../../bin/test/go.ts';
import { ensurePrograms } from '../../bin/test/programs.ts';
import { prepare } from '../../bin/prepare.ts';

const say = (line: string) => console.error(line);

await prepare();
await ensurePrograms(say);
Object.assign(process.env, await ensureGo(say));
const stopEngine = await ensureEngine(say);
let code = 1;
try {
	await import('../fixtures/build-current.ts');
	const { main } = await import('./main.ts');
	code = await main(process.argv.slice(2));
} catch (error) {
	console.error(error);
} finally {
	await stopEngine();
}
process.exit(code);
