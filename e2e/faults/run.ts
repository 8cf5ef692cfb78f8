// What `npm run test:faults` runs first: in a fresh checkout the database client must be made before it is imported.
import { prepare } from '../../bin/prepare.ts';

await prepare();
await import('./main.ts');
