import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expectThat, type Experiment } from './experiment.ts';
import { onOwnGround } from './ground.ts';
import { until } from './moments.ts';

const run = promisify(execFile);
const diskBytes = 700 * 2 ** 20;

/** Writes until nothing more fits; answers the file. */
async function fill(folder: string): Promise<string> {
	const path = join(folder, 'filler');
	const file = await open(path, 'w');
	const block = Buffer.alloc(2 ** 20);
	try {
		for (;;) await file.write(block);
	} catch (error) {
		expectThat((error as NodeJS.ErrnoException).code === 'ENOSPC', String(error));
	} finally {
		await file.close();
	}
	return path;
}

export const full: Experiment = {
	id: 'F19',
	strike: 'the disk of the database and the panel is full for 10 s (a disk of its own, 700 MB)',
	async run() {
		const folder = await mkdtemp(join(tmpdir(), 'gantry-disk-'));
		await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes},mode=0755`, 'tmpfs', folder]);
		try {
			return await onOwnGround({ folder }, async (ground) => {
				const app = await ground.app();
				const path = await fill(folder);
				const begun = performance.now();
				const answers = new Set<number>();
				while (performance.now() - begun < 10_000) {
					const answer = await app.deliver(await app.commit('full')).catch(() => null);
					if (answer) answers.add(answer.status);
					if (answer?.status === 202) app.accepted.push((await app.deploymentOf(app.pushed)).id);
				}
				expectThat((await app.version()) === 'one', 'the app does not answer');
				const isTold = [...answers].every((status) => status === 202 || status === 503);
				expectThat(isTold, `deliveries were answered ${[...answers].join(', ')}`);
				await rm(path);
				expectThat((await statfs(folder)).bavail > 0, 'the disk is still full');
				await until('the panel', async () => {
					return (await fetch(new URL('/login', ground.product.panelUrl))).status === 200;
				});
				const id = await until('a push to be taken', () => app.push('two'));
				await app.succeeds(id, 'two');
				return `the app served; deliveries meanwhile were answered ${[...answers].join(', ') || 'not at all'}; once there was room all went on by itself`;
			});
		} finally {
			await run('umount', ['-l', folder]);
			await rm(folder, { recursive: true, force: true });
		}
	}
};
