// Imports every program that runs for long, so that Node compiles it. None of them does anything by that.
import { flushCompileCache } from 'node:module';
import '../supervise.ts';
import '../supervise/house.ts';
import '../supervise/installation.ts';
import '../edge.ts';
import '../edge/names.ts';
import '../../worker/index.ts';
// Imported only where they are needed.
import '#lib/server/db/client.ts';
import '#lib/server/installation/ensure-installation.ts';
import '#engine/checkout/isomorphic-checkout.ts';
import '#prisma/migrate.ts';

flushCompileCache();
