import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { followContainer } from '#engine/logs/follow-container.ts';
import { LogFile } from '#engine/logs/log-file.ts';
import { mostPerSecond } from '#engine/logs/rate-cap.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { dockerRuntime } from '#engine/runtime/docker-runtime.ts';
import { readEnv } from '#env';
import { makeImages } from '../e2e/fixtures/images/make.ts';
import { benchLabel, docker, dockerInto, removeLabelled } from './bare/docker.ts';
import type { BenchOptions } from './benchmark.ts';
import { runProgram } from './program.ts';
import { interleave, ratioOf, said } from './ratio.ts';
import { ratioRow, type Row } from './table.ts';
import { timed } from './timed.ts';

const mark = 1.2;
const image = 'node:24-slim';
/** A tenth below what is kept of a container, so that all of it is. */
const perSecond = mostPerSecond * 0.9;
/** Milliseconds beside the printing itself. */
const patience = 60_000;

/** Prints as many lines as it is told, so many in each second. */
const printer = `
const [count, perSecond] = process.argv.slice(1).map(Number);
let n = 0;
function second() {
	let text = '';
	for (const end = Math.min(count, n + perSecond); n < end; ) {
		text += \`#\${++n} compiled some modules of the app in \${n % 97} ms\\n\`;
	}
	process.stdout.write(text);
	if (n < count) setTimeout(second, 1000 - (Date.now() % 1000) + 5);
}
setTimeout(second, 1000 - (Date.now() % 1000) + 5);
`;

/** What a container printed, kept in a log by the engine, against `docker logs` into a file. */
export async function ingestRow(
	folder: string,
	lines: number,
	{ pairs, say, signal }: BenchOptions
): Promise<Row> {
	await using stack = new AsyncDisposableStack();
	const client = connectDocker(readEnv().DOCKER_HOST);
	await makeImages(client, say, [image]);
	const label = randomBytes(6).toString('hex');
	stack.defer(() => removeLabelled(label));
	say(`  printing ${lines} lines`);
	const container = await printed(label, lines, signal);
	const runtime = dockerRuntime(client);
	const path = join(folder, 'ingested.log');
	const bare = join(folder, 'bare.log');
	const taken = await interleave(
		pairs,
		said(say, 'kept', async () => {
			const milliseconds = await timed(async () => {
				const log = await LogFile.open(path, { segmentBytes: 2 ** 40 });
				await followContainer({ runtime, container, source: 'app', log, path, signal });
				await log.close();
			});
			await expectLines(path, lines, signal);
			await rm(path);
			return milliseconds;
		}),
		said(say, 'docker logs', () => timed(() => dockerInto(bare, ['logs', container], { signal })))
	);
	return ratioRow(
		'B11',
		`${lines} lines of a container kept / docker logs > file`,
		ratioOf(taken),
		mark
	);
}

/** The id of a container that printed that many lines and has ended. */
async function printed(label: string, lines: number, signal: AbortSignal): Promise<string> {
	const deadline = Math.ceil(lines / perSecond) * 1000 + patience;
	const within = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
	const kept = ['--log-driver', 'local', '--log-opt', 'max-size=1g'];
	const own = ['--label', `${benchLabel}=${label}`];
	const words = ['node', '--eval', printer, '--', String(lines), String(perSecond)];
	const id = await docker(['run', '--detach', ...own, ...kept, image, ...words], {
		signal: within
	});
	await docker(['wait', id], { signal: within });
	return id;
}

async function expectLines(path: string, lines: number, signal: AbortSignal): Promise<void> {
	const counted = await runProgram('wc', ['-l', path], { signal });
	if (Number.parseInt(counted) !== lines) throw new Error(`Of ${lines} lines: ${counted}`);
}
