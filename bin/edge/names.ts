import { flushCompileCache } from 'node:module';
import { startNames, type NamesSettings } from '#engine/names/responder.ts';
import { collectGarbage } from '#lib/server/collect-garbage.ts';
import { startBeating } from './beat.ts';

/** Started by the edge's watchdog, which gives all settings as the only argument. */
async function main(): Promise<void> {
	const settings = JSON.parse(process.argv[2] ?? '{}') as NamesSettings;
	process.umask(0o077);
	// Before anybody waits for an answer.
	collectGarbage();
	const stop = await startNames(settings);
	startBeating();
	flushCompileCache();
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => void stop().then(() => process.exit(0)));
	}
}

if (import.meta.main) await main();
