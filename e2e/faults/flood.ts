import { readFile } from 'node:fs/promises';
import { programs } from '../fixtures/programs.ts';
import { visit } from '../fixtures/visit.ts';
import { expectThat, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
import { secondsOf } from './moments.ts';

const megabyte = 2 ** 20;
const seconds = 30;
const perSecond = 100_000;
const mostGrowth = 200 * megabyte;
/** Of the database's journal, a second: what the product writes while nothing happens is far less. */
const mostWritten = 100_000;

/** Bytes that the database has ever written to its journal. */
async function journalBytes({ db }: Ground): Promise<number> {
	const [row] = await db.$queryRaw<{ bytes: number }[]>`
		select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes`;
	return row?.bytes ?? 0;
}

/** Watches the worker's memory while `work` is done; answers by how much it grew at most. */
async function growthDuring(pid: number, work: () => Promise<void>): Promise<number> {
	const memoryOf = async () =>
		Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
	const before = await memoryOf();
	let highest = before;
	const look = () => void memoryOf().then((now) => (highest = Math.max(highest, now)));
	const watch = setInterval(look, 50);
	await work().finally(() => clearInterval(watch));
	return highest - before;
}

export const flood: Experiment = {
	id: 'F45',
	strike: `an app that prints ${perSecond} lines a second for ${seconds} s`,
	async run(ground) {
		const app = await ground.app();
		const other = await ground.app();
		const pid = (await programs(ground.product)).get('worker') ?? 0;
		const written = await journalBytes(ground);
		let printed = 0;
		let took = 0;
		const growth = await growthDuring(pid, async () => {
			const url = `${app.url}flood?seconds=${seconds}&perSecond=${perSecond}`;
			took = await secondsOf(async () => {
				const flooding = visit(url, { patienceMs: seconds * 3000 });
				for (let nth = 0; nth < seconds; nth += 5) await visit(`${other.url}print?count=5`);
				printed = Number((await flooding).body);
			});
			await app.runtimeLogs('lines dropped: at most');
			await other.runtimeLogs('line 4');
		});
		const journal = ((await journalBytes(ground)) - written) / took;
		const bytes = await app.runtimeLogBytes();
		expectThat(growth < mostGrowth, `the worker grew by ${growth} bytes`);
		expectThat(bytes < 200 * megabyte, `its log takes ${bytes} bytes`);
		expectThat(journal < mostWritten, `the database wrote ${Math.round(journal)} bytes a second`);
		const kept = (await other.runtimeLogText())
			.split('\n')
			.filter((line) => /\tline \d/.test(line));
		expectThat(
			kept.length === (seconds / 5) * 5,
			`of the other app ${kept.length} lines were kept`
		);
		const flooded = (await app.runtimeLogText()).match(/\tflood line \d+$/gm) ?? [];
		const doubled = flooded.length - new Set(flooded).size;
		expectThat(doubled === 0, `${doubled} lines came twice`);
		const rate = Math.round(printed / took / 1000);
		return `${rate},000 lines a second, of which the log says how many were dropped; worker +${Math.round(growth / megabyte)} MB, log ${Math.round(bytes / megabyte)} MB, database ${Math.round(journal / 1000)} kB/s; the other app's log complete`;
	}
};
