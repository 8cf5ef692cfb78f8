import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { databaseUrl } from '../../bin/cli/installation.ts';
import { removeLeftovers } from '../../e2e/fixtures/docker-leftovers.ts';
import { startProduct, type Product } from '../../e2e/fixtures/product.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { readEnv, type Env } from '#env';
import { dataPaths, type DataPaths } from '#lib/rules/data-dir.ts';
import { consoleActor } from '#lib/server/auth/actors.ts';
import type { Context } from '#lib/server/context.ts';
import { connectDb, type Db } from '#lib/server/db/client.ts';
import { connectEvents, type Events } from '#lib/server/events.ts';
import { rollback } from '#lib/server/deployments/rollback.ts';
import { connectLive } from '#lib/server/live/client.ts';
import { queue } from '#lib/server/queue.ts';
import { openKeyFileVault } from '#lib/server/secrets/key-file-vault.ts';
import { rotateWebhookSecret } from '#lib/server/webhooks/rotate-webhook-secret.ts';
import { runProgram } from '../program.ts';

const repository = new URL('../..', import.meta.url).pathname;

/** The whole running product, claimed, with a token for its API. */
export interface Installation extends AsyncDisposable {
	env: Env;
	paths: DataPaths;
	panelUrl: string;
	httpsPort: number;
	token: string;
	/** Its first account. */
	owner: { email: string; password: string };
	databaseUrl: string;
	db: Db;
	events: Events;
	/** A new webhook secret of a service, as the webhook page shows it once. */
	webhookSecret(serviceId: string): Promise<string>;
	/** "Roll back"; the deployment that was asked for. */
	rollback(to: { serviceId: string; releaseId: string }): Promise<string>;
}

/** Starts the product on free ports and a data directory of its own; its end leaves nothing behind. */
export async function openInstallation(signal: AbortSignal): Promise<Installation> {
	const { GANTRY_CADDY, DOCKER_HOST } = readEnv();
	const product = await startProduct({ GANTRY_CADDY, DOCKER_HOST });
	await using stack = new AsyncDisposableStack();
	stack.defer(() => removeAll(product, DOCKER_HOST));
	const env = readEnv(product.env);
	const paths = dataPaths(env.GANTRY_DATA_DIR);
	const terminal = { env, paths, print: () => {}, readInput: () => Promise.resolve('') };
	const password = randomBytes(18).toString('base64url');
	const email = 'bench@example.com';
	const who = ['--email', email, '--password-stdin'];
	await gantry(product, { args: ['setup', ...who], input: password, signal });
	const printed = await gantry(product, { args: ['token', 'create', '--name', 'bench'], signal });
	const url = await databaseUrl(terminal);
	const db = connectDb(url, { connections: 2 });
	stack.defer(() => db.$disconnect());
	const events = connectEvents(url);
	stack.defer(() => events.close());
	const live = connectLive(paths.workerSocket);
	const actor = await consoleActor(db);
	const vault = openKeyFileVault(paths.keys);
	const ctx: Context = { db, live, vault, queue, env, actor, clock: () => new Date() };
	const all = stack.move();
	return {
		env,
		paths,
		panelUrl: `http://127.0.0.1:${env.GANTRY_PORT}`,
		httpsPort: env.GANTRY_HTTPS_PORT,
		token: /gantry_\S+/.exec(printed)?.[0] ?? '',
		owner: { email, password },
		databaseUrl: url,
		db,
		events,
		async webhookSecret(serviceId) {
			const { secret } = await rotateWebhookSecret(ctx, { serviceId });
			return secret;
		},
		async rollback(to) {
			const { deploymentId } = await rollback(ctx, to);
			return deploymentId;
		},
		[Symbol.asyncDispose]: () => all.disposeAsync()
	};
}

interface Words {
	args: string[];
	input?: string;
	signal: AbortSignal;
}

/** `npx gantry …` */
function gantry({ env }: Product, { args, input = '', signal }: Words): Promise<string> {
	const words = ['bin/gantry.js', ...args];
	return runProgram(process.execPath, words, { cwd: repository, env, input, signal });
}

async function removeAll(product: Product, dockerHost: string): Promise<void> {
	const label = await readFile(dataPaths(product.dataDir).label, 'utf8').catch(() => null);
	await product.destroy();
	if (label) await removeLeftovers(connectDocker(dockerHost), label.trim());
}
