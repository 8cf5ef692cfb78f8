// Imports each program in the folder given, so that Node compiles it. None of them does anything by that.
import { readdir } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
// What comes before them runs from its source.
import '../start.ts';

const [folder = ''] = process.argv.slice(2);
for (const file of await readdir(folder)) await import(join(folder, file));
flushCompileCache();
