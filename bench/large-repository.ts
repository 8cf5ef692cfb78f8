import { readFile } from 'node:fs/promises';
import { startGitHost } from '../e2e/fixtures/git-host.ts';
import { commitLarge } from '../e2e/fixtures/large-repository.ts';
import type { Benchmark } from './benchmark.ts';
import { readProcesses } from './processes.ts';
import { openInstallation, type Installation } from './product/installation.ts';
import { pushedApp } from './product/pushed-app.ts';
import { megabytes } from './table.ts';

const mebibyte = 2 ** 20;
const size = { largest: 1024 * mebibyte, files: 5000 };
const mark = 512 * mebibyte;
const deadline = 900_000;

/** How much memory the worker holds at most while a repository of 1 GB goes from its host to a live app. */
export const largeRepository: Benchmark = {
	id: 'REPOSITORY',
	title: 'a repository of 1 GB',
	async run({ signal, say }) {
		await using stack = new AsyncDisposableStack();
		const host = await startGitHost();
		stack.defer(() => host.close());
		const installation = stack.use(await openInstallation(signal));
		const repository = await host.createRepository('large');
		say('  making the repository');
		await commitLarge(repository, size);
		const idle = await workerPeak(installation);
		say('  deploying it');
		const begun = performance.now();
		await pushedApp(installation, {
			repositoryUrl: repository.url,
			name: 'large',
			patience: deadline,
			signal: AbortSignal.any([signal, AbortSignal.timeout(deadline)])
		});
		const seconds = (performance.now() - begun) / 1000;
		const peak = await workerPeak(installation);
		return {
			rows: [
				{
					id: 'F44',
					what: `deploying a repository of 1 GB and ${size.files} files: most memory of the worker`,
					result: megabytes(peak),
					mark: `≤ ${megabytes(mark)}`,
					passed: peak <= mark,
					figures: `before it ${megabytes(idle)}; live after ${seconds.toFixed(0)} s`
				}
			],
			notes: []
		};
	}
};

/** The most that the worker's process ever had in memory, in bytes. */
async function workerPeak({ paths }: Installation): Promise<number> {
	const processes = await readProcesses(paths.root);
	const worker = processes.find(({ program }) => program === 'worker');
	if (!worker) throw new Error('The worker does not run.');
	const status = await readFile(`/proc/${worker.pid}/status`, 'utf8');
	return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
