import { setTimeout as wait } from 'node:timers/promises';
import { readEnv } from '#env';
import { freeAfterStart } from '#lib/server/free-after-start.ts';
import { startWorker } from './start-worker.ts';
import { report } from './report.ts';

/** The supervisor kills after 30 s; jobs that were not given back are then freed by the next worker. */
const stopDeadlineMs = 25_000;

async function main(): Promise<void> {
	const worker = await startWorker(readEnv()).catch((error: unknown) => {
		report('The worker did not start', error);
		process.exit(1);
	});
	console.log('The worker takes jobs.');
	freeAfterStart();
	let stopping = false;
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.on(signal, () => {
			if (stopping) return;
			stopping = true;
			const late = wait(stopDeadlineMs).then(() => {
				throw new Error('Stopping took too long.');
			});
			Promise.race([worker.stop(), late]).then(
				() => process.exit(0),
				(error: unknown) => {
					report('The worker did not stop cleanly', error);
					process.exit(1);
				}
			);
		});
	}
}

if (import.meta.main) await main();
