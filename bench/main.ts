import { inspect } from 'node:util';
import { readEnv } from '#env';
import { readArguments, usage, type Asked } from './arguments.ts';
import type { Benchmark, Report } from './benchmark.ts';
import { builds } from './builds.ts';
import { edgeSwitch } from './edge-switch.ts';
import { idleFootprint } from './idle-footprint.ts';
import { largeRepository } from './large-repository.ts';
import { dashboard } from './dashboard.ts';
import { describeMachine } from './machine.ts';
import { liveLogs } from './live-logs.ts';
import { logStore } from './log-store.ts';
import { logViewer } from './log-viewer.ts';
import { pushToJob } from './push-to-job.ts';
import { pushToLive } from './push-to-live.ts';
import { queueLoad } from './queue-load.ts';
import { redeploy } from './redeploy.ts';
import { rollback } from './rollback.ts';
import { source } from './source.ts';
import { startToHealthy } from './start-to-healthy.ts';
import { brokenRow, markdownTable } from './table.ts';

const all: Benchmark[] = [
	pushToJob,
	queueLoad,
	source,
	redeploy,
	pushToLive,
	builds,
	startToHealthy,
	edgeSwitch,
	rollback,
	liveLogs,
	logStore,
	logViewer,
	dashboard,
	idleFootprint,
	largeRepository
];

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
}

const say = (line: string) => console.error(line);

async function runAll({ only, ...asked }: Asked): Promise<Report> {
	const chosen = all.filter(({ id }) => only.length === 0 || only.includes(id));
	const whole: Report = { rows: [], notes: [] };
	for (const { id, title, run } of chosen) {
		say(`${id} ${title}`);
		try {
			const { rows, notes } = await run({ ...asked, signal: stop.signal, say });
			whole.rows.push(...rows);
			whole.notes.push(...notes);
		} catch (error) {
			say(inspect(error));
			whole.rows.push(brokenRow(id, title, error));
		}
		if (stop.signal.aborted) break;
	}
	return whole;
}

function readWords(): Asked {
	try {
		return readArguments(
			process.argv.slice(2),
			all.map(({ id }) => id)
		);
	} catch (error) {
		say(`${(error as Error).message}\n\n${usage}`);
		process.exit(2);
	}
}

const asked = readWords();
const machine = await describeMachine(readEnv(), stop.signal);
const { rows, notes } = await runAll(asked);
console.log([markdownTable(rows), machine, ...notes].join('\n\n'));
process.exit(rows.some(({ passed }) => passed === false) ? 1 : 0);
