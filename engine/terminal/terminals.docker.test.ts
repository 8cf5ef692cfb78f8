import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { makeImages } from '../../e2e/fixtures/images/make.ts';
import { tinyImage } from '../../e2e/fixtures/tiny-app.ts';
import { connectDocker } from '../runtime/docker-client.ts';
import { dockerRuntime } from '../runtime/docker-runtime.ts';
import { labels } from '../spec.ts';
import { dockerTerminals } from './docker-terminals.ts';
import { memoryTerminals } from './memory-terminals.ts';
import type { Shell, Terminals } from './port.ts';

const docker = connectDocker(process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock');
const installation = `t${Math.random().toString(36).slice(2, 12)}`;
const own = { [labels.installation]: installation };
const signal = AbortSignal.timeout(170_000);
const size = { columns: 80, rows: 24 };
const named = (name: string) => `gantry-${installation}-${name}`;
const debian = 'debian:bookworm-slim';

async function run(name: string, image: string, command: string[] | null) {
	const runtime = dockerRuntime(docker);
	await runtime.ensureNetwork(named('net'), own);
	await runtime.start(
		{
			...{ name: named(name), image, labels: own, command, restarts: false, network: named('net') },
			...{ variables: { PORT: '8080' }, mounts: [], memoryBytes: 64 * 2 ** 20, cpuMillis: 500 },
			...{ pidsLimit: 64, stopSignal: null, stopGraceSeconds: 0 }
		},
		{ signal }
	);
}

beforeAll(async () => {
	await makeImages(docker, () => {}, [debian]);
	const { Id } = await docker.getImage(debian).inspect();
	await run('app', Id, ['sleep', 'infinity']);
	await run('bare', await tinyImage(docker, installation), null);
}, 600_000);
afterAll(() => removeLeftovers(docker, installation));

/** Reads what the terminal shows until `wanted` is in it. */
async function until(shell: Shell, wanted: RegExp): Promise<string> {
	let shown = '';
	while (!wanted.test(shown)) {
		const chunk = shell.screen.read() as Buffer | null;
		if (chunk) shown += chunk.toString('utf8');
		else if (shell.screen.readableEnded) throw new Error(`It ended after ${shown}`);
		else {
			const { promise, resolve } = Promise.withResolvers<void>();
			shell.screen.once('readable', resolve).once('end', resolve);
			await promise;
			shell.screen.off('readable', resolve).off('end', resolve);
		}
	}
	return shown;
}

describe.each([
	['docker', () => dockerTerminals(docker)],
	[
		'memory',
		() => {
			const terminals = memoryTerminals({ containers: new Set([named('app'), named('bare')]) });
			terminals.withoutShell.add(named('bare'));
			return terminals;
		}
	]
])('terminals (%s)', (_name, open: () => Terminals) => {
	it('show what is typed, and end with the code of the shell', async () => {
		const shell = await open().open(named('app'), { ...size, signal });
		await until(shell, /[$#] /);
		shell.screen.write('exit 3\r');
		shell.screen.resume();
		await new Promise((resolve) => shell.screen.once('end', resolve));
		await expect.poll(() => shell.exitCode()).toBe(3);
		await shell.resize({ columns: 10, rows: 10 });
		await shell.close();
	});

	it('can be closed, twice', async () => {
		const shell = await open().open(named('app'), { ...size, signal });
		await until(shell, /[$#] /);
		await shell.close();
		await shell.close();
		expect(shell.screen.destroyed).toBe(true);
		await expect.poll(() => shell.exitCode()).not.toBeNull();
	});

	it('say when the image has no shell, and when nothing runs', async () => {
		const terminals = open();
		const opening = (name: string) => terminals.open(named(name), { ...size, signal });
		await expect(opening('bare')).rejects.toMatchObject({ code: 'no_shell', status: 409 });
		await expect(opening('gone')).rejects.toMatchObject({ code: 'container_not_running' });
	});
});

describe('a real shell', () => {
	it('is bash where there is one, of the size that was asked for', async () => {
		const shell = await dockerTerminals(docker).open(named('app'), { ...size, signal });
		expect(shell.program).toBe('/bin/bash');
		await until(shell, /[$#] /);
		shell.screen.write('stty size\r');
		await until(shell, /24 80\r\n/);
		await shell.resize({ columns: 132, rows: 50 });
		shell.screen.write('stty size; echo $TERM\r');
		await until(shell, /50 132\r\nxterm-256color/);
		await shell.close();
	});

	it('takes what it runs along when it is closed', async () => {
		const shell = await dockerTerminals(docker).open(named('app'), { ...size, signal });
		await until(shell, /[$#] /);
		shell.screen.write('echo up; exec sleep 98765\r');
		await until(shell, /up\r\n/);
		const running = async () => {
			const { Processes } = (await docker.getContainer(named('app')).top()) as {
				Processes: string[][];
			};
			return Processes.some((row) => row.join(' ').includes('98765'));
		};
		await expect.poll(running).toBe(true);
		await shell.close();
		await expect.poll(running).toBe(false);
	});
});
