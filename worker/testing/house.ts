import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { migrate } from '#prisma/migrate.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { freePort } from '#engine/testing/free-port.ts';
import { readEnv } from '#env';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { createProjectInput } from '#lib/schemas/projects.ts';
import type { Context } from '#lib/server/context.ts';
import { connectDb } from '#lib/server/db/client.ts';
import { newId } from '#lib/server/db/id.ts';
import { startPostgres } from '#lib/server/db/testing/start-postgres.ts';
import { connectEvents, waitForDeployment } from '#lib/server/events.ts';
import { ensureInstallation } from '#lib/server/installation/ensure-installation.ts';
import { connectLive } from '#lib/server/live/client.ts';
import { streamLog } from '#lib/server/logs/stream.ts';
import { createProject } from '#lib/server/projects/create-project.ts';
import { queue } from '#lib/server/queue.ts';
import { createKeyIfMissing, openKeyFileVault } from '#lib/server/secrets/key-file-vault.ts';
import { startEdge, stopEdge } from '../../bin/edge/control.ts';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { startGitHost } from '../../e2e/fixtures/git-host.ts';

const root = resolve(import.meta.dirname, '../..');

/** A running worker process. */
export interface WorkerProcess {
	child: ChildProcess;
	output(): string;
	/** Sends the signal and waits for the end; answers the exit code. */
	end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A whole installation without a panel: Postgres, the edge, a Git host, and worker processes to be killed. */
export async function startTestHouse() {
	const dataDir = await mkdtemp(join(tmpdir(), 'gantry-house-'));
	await chmod(dataDir, 0o755);
	const postgres = await startPostgres();
	const admin = new pg.Client({ connectionString: postgres.url('postgres') });
	await admin.connect();
	await admin.query('create database house');
	await admin.end();
	const databaseUrl = postgres.url('house');
	await migrate(databaseUrl);
	const [port, httpPort, httpsPort] = [await freePort(), await freePort(), await freePort()];
	const settings: Record<string, string> = {
		GANTRY_DATA_DIR: dataDir,
		GANTRY_PORT: String(port),
		GANTRY_HTTP_PORT: String(httpPort),
		GANTRY_HTTPS_PORT: String(httpsPort),
		GANTRY_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
		DATABASE_URL: databaseUrl,
		DOCKER_HOST: process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock'
	};
	const env = readEnv(settings);
	const paths = dataPaths(dataDir);
	createKeyIfMissing(paths.keys);
	const db = connectDb(databaseUrl);
	const { label } = await ensureInstallation(db);
	await startEdge(env);
	const git = await startGitHost();
	const events = connectEvents(databaseUrl);
	const live = connectLive(paths.workerSocket);
	const docker = connectDocker(env.DOCKER_HOST);
	const userId = newId();
	await db.user.create({
		data: { id: userId, email: 'ada@example.com', role: 'admin', passwordHash: '' }
	});
	const ctx: Context = {
		db,
		actor: { kind: 'user', userId, email: 'ada@example.com', role: 'admin', address: null },
		queue,
		vault: openKeyFileVault(paths.keys),
		live,
		env,
		clock: () => new Date()
	};
	const workers: WorkerProcess[] = [];

	return {
		...{ ctx, db, env, paths, docker, git, events, live, databaseUrl, installation: label },

		async startWorker(): Promise<WorkerProcess> {
			const child = spawn(process.execPath, ['worker/index.ts'], {
				cwd: root,
				env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
				stdio: ['ignore', 'pipe', 'pipe']
			});
			let printed = '';
			child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
			const exit = once(child, 'exit');
			const worker: WorkerProcess = {
				child,
				output: () => printed,
				async end(signal) {
					child.kill(signal);
					const [code] = (await exit) as [number | null];
					return code;
				}
			};
			workers.push(worker);
			for await (const line of createInterface({ input: child.stdout })) {
				printed += `${line}\n`;
				if (line === 'The worker takes jobs.') return worker;
			}
			throw new Error(`The worker did not start:\n${printed}`);
		},

		/** A project of one service, with its first deployment queued. */
		createApp(name: string, gitUrl: string, change: Record<string, unknown> = {}) {
			const input = { name, appName: name, gitUrl, branch: 'main', ...change };
			return createProject(ctx, createProjectInput.parse(input));
		},

		/** What a visitor of the app sees. */
		get(name: string): Promise<{ status: number; text: string }> {
			const host = `${name}.localhost`;
			const options = {
				host: '127.0.0.1',
				port: httpsPort,
				servername: host,
				agent: false as const
			};
			return new Promise((done, fail) => {
				get({ ...options, rejectUnauthorized: false, headers: { host } }, async (response) => {
					let text = '';
					for await (const chunk of response) text += String(chunk);
					done({ status: response.statusCode ?? 0, text });
				}).on('error', fail);
			});
		},

		/** Waits until a deployment's log has such a line; answers it. */
		async logged(deploymentId: string, pattern: RegExp): Promise<string> {
			const signal = AbortSignal.timeout(60_000);
			for await (const { text } of streamLog(paths.deploymentLog(deploymentId), { signal })) {
				if (pattern.test(text)) return text;
			}
			throw new Error(`There was no line like ${String(pattern)}`);
		},

		async ended(deploymentId: string) {
			const signal = AbortSignal.timeout(120_000);
			await waitForDeployment({ db, events }, { deploymentId, signal });
			return db.deployment.findUniqueOrThrow({
				where: { id: deploymentId },
				include: { steps: true }
			});
		},

		async close() {
			for (const { child, end } of workers) if (child.exitCode === null) await end('SIGKILL');
			await Promise.all([events.close(), git.close(), stopEdge(paths)]);
			await db.$disconnect();
			await postgres.stop();
			await removeLeftovers(docker, label);
			await rm(dataDir, { recursive: true, force: true });
		}
	};
}

export type TestHouse = Awaited<ReturnType<typeof startTestHouse>>;
