import { readFile } from 'node:fs/promises';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import type { Identity } from './pid-file.ts';
import type { Say } from './say.ts';

/** Returns the exit code: what was asked for is the case. */
export async function sayRunning({ pid }: Identity, paths: DataPaths, say: Say): Promise<number> {
	const ready = await readFile(paths.ready, 'utf8').catch(() => '{}');
	const { panelUrl } = JSON.parse(ready) as { panelUrl?: string };
	say(`Gantry is running already (process ${pid})${panelUrl ? `: ${panelUrl}` : ', and starting'}`);
	return 0;
}
