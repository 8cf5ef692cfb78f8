import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expectThat, type Experiment } from './experiment.ts';
import { onOwnGround, type Ground } from './ground.ts';
import { until } from './moments.ts';
import { signIn } from './panel.ts';

const run = promisify(execFile);
const diskBytes = 700 * 2 ** 20;

/** Writes until nothing more fits; answers the file. */
async function fill(folder: string, name: string): Promise<string> {
	const path = join(folder, name);
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

const isMissing = (path: string) =>
	stat(path).then(
		() => false,
		() => true
	);

/** The dashboard, as a person sees it. */
async function panelPage({ product }: Ground, cookie: string): Promise<string> {
	const answer = await fetch(new URL('/', product.panelUrl), { headers: { cookie } });
	const text = await answer.text();
	const words = /<main[^]*<\/main>/.exec(text)?.[0].replaceAll(/<[^>]*>|\s+/g, ' ') ?? text;
	expectThat(answer.status === 200, `the dashboard was answered ${answer.status}: ${words}`);
	return text;
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
				const cookie = await signIn(ground);
				const page = () => panelPage(ground, cookie);
				await until('the reserve', () => stat(ground.paths.ballast));
				const paths = [await fill(folder, 'first')];
				await until('the reserve to be given up', () => isMissing(ground.paths.ballast));
				expectThat(/nearly full/.test(await page()), 'no page says that it is nearly full');
				const refused = await app.ended(await app.push('refused'));
				const isNamed = refused.errorCode === 'not_enough_disk';
				expectThat(isNamed, `a build: ${refused.state} ${refused.errorMessage}`);
				paths.push(await fill(folder, 'second'));
				expectThat(/nothing can be saved/.test(await page()), 'no page says that it is full');
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
				for (const path of paths) await rm(path);
				expectThat((await statfs(folder)).bavail > 0, 'the disk is still full');
				await until('the panel', async () => {
					return (await fetch(new URL('/login', ground.product.panelUrl))).status === 200;
				});
				const id = await until('a push to be taken', () => app.push('two'));
				await app.succeeds(id, 'two');
				await until('the reserve to be held again', () => stat(ground.paths.ballast));
				expectThat(!/disk is/.test(await page()), 'pages speak of the disk still');
				return `the reserve was given up, with which it could still be said: "${refused.errorMessage}"; then the app served and pages said that nothing can be saved; deliveries meanwhile were answered ${[...answers].join(', ') || 'not at all'}; once there was room all went on by itself, and the reserve was made again`;
			});
		} finally {
			await run('umount', ['-l', folder]);
			await rm(folder, { recursive: true, force: true });
		}
	}
};
