import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import { Agent, request } from 'undici';
import { CaddyAdmin } from '#caddy/admin.ts';
import { adminHost } from '#caddy/config.ts';
import { newId } from '#lib/server/db/id.ts';
import { programs, strikeProgram } from '../fixtures/programs.ts';
import type { App } from './app.ts';
import { expectThat, expectWithin, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
import { secondsOf, until } from './moments.ts';

/** Fingerprint of the certificate that visitors of an app get. */
function certificateOf({ product }: Ground, { name }: App): Promise<string> {
	const servername = `${name}.localhost`;
	return new Promise((resolve, reject) => {
		const socket = connect(
			{ host: '127.0.0.1', port: product.httpsPort, servername, rejectUnauthorized: false },
			() => {
				resolve(socket.getPeerCertificate().fingerprint256);
				socket.destroy();
			}
		).on('error', reject);
	});
}

const answersAgain = (app: App) =>
	secondsOf(() =>
		until('visitors to be answered', async () => (await app.version()) === app.expected)
	);

export const killed: Experiment = {
	id: 'F24',
	strike: 'Caddy killed',
	async run(ground) {
		const app = await ground.app();
		app.mayFail = true;
		const before = await certificateOf(ground, app);
		const pid = (await programs(ground.product)).get('caddy');
		await strikeProgram(ground.product, 'caddy');
		const took = await secondsOf(async () => {
			await until('another Caddy', async () => {
				const now = (await programs(ground.product)).get('caddy');
				return now !== undefined && now !== pid;
			});
			await answersAgain(app);
		});
		expectThat((await certificateOf(ground, app)) === before, 'another certificate was issued');
		return `answered again after ${expectWithin(took, 3, 'Caddy to come back')}, with the same certificate`;
	}
};

/** Does Caddy hold a configuration that answers anybody? */
async function hasServers({ caddySocket }: Ground['paths']): Promise<boolean> {
	const { config } = await new CaddyAdmin(caddySocket).read('/apps/http/servers');
	return Object.keys(config ?? {}).length > 0;
}

/** Of each certificate that is kept: where, and when it was written. */
async function certificateTimes({ caddyStorage }: Ground['paths']): Promise<[string, number][]> {
	const names = (await readdir(caddyStorage, { recursive: true })).filter((name) =>
		name.endsWith('.crt')
	);
	return Promise.all(
		names
			.toSorted()
			.map(
				async (name) => [name, (await stat(join(caddyStorage, name))).mtimeMs] as [string, number]
			)
	);
}

const hosts = 500;

export const emptied: Experiment = {
	id: 'F25',
	strike: `Caddy's configuration emptied; then names without its file; an app with ${hosts} domains`,
	async run(ground) {
		const { db, paths, names } = ground;
		const app = await ground.app();
		app.mayFail = true;
		await db.domain.createMany({
			data: Array.from({ length: hosts }, (_, nth) => ({
				id: newId(),
				serviceId: app.serviceId,
				host: `d${nth}.${app.name}.test`,
				state: 'active' as const,
				dns: 'here' as const,
				checkAgainAt: new Date(Date.now() + 86_400_000)
			}))
		});
		const known = async () =>
			((await names.snapshot())[app.serviceId]?.hosts.length ?? 0) === hosts + 1;
		await until('all domains to be told', known);
		await until('their certificates', async () => {
			const waiting = await db.$queryRaw<unknown[]>`
				select 1 from graphile_worker.jobs where key like 'warm-certificates:%' limit 1`;
			return waiting.length === 0;
		});
		const before = await certificateOf(ground, app);
		const issued = await certificateTimes(paths);
		const admin = new Agent({ connect: { socketPath: paths.caddySocket } });
		const asked = { dispatcher: admin, headers: { host: adminHost } };
		const { statusCode } = await request('http://caddy/config/', { method: 'DELETE', ...asked });
		expectThat(statusCode === 200, `to empty it was answered ${statusCode}`);
		await admin.close();
		const config = await secondsOf(async () => {
			await until('the configuration', async () => hasServers(paths));
			await answersAgain(app);
		});
		expectWithin(config, 15, 'the configuration');
		expectThat((await certificateOf(ground, app)) === before, 'another certificate was issued');

		await rm(paths.namesFile, { force: true });
		await strikeProgram(ground.product, 'names');
		const told = await secondsOf(async () => {
			await until('all domains to be told again', known);
			await answersAgain(app);
		});
		const now = await certificateTimes(paths);
		expectThat(isDeepStrictEqual(now, issued), 'certificates were issued again');
		return `configuration back after ${config.toFixed(1)} s, ${hosts} domains after ${expectWithin(told, 15, 'names')}; none of ${issued.length} certificates was issued again`;
	}
};
