import { statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Context } from '../context.ts';
import { getHealth } from '../health/get-health.ts';
import { loadOwnNames } from '../settings/own-names.ts';
import { machineRows, type MachineCheck } from './machine-rows.ts';

const patience = 3000;

/** All that a deployment needs of this machine, for whoever proved that it is theirs; never throws. */
export async function checkMachine(
	ctx: Pick<Context, 'db' | 'live' | 'env'>
): Promise<MachineCheck[]> {
	const { GANTRY_DATA_DIR, GANTRY_HTTP_PORT, GANTRY_HTTPS_PORT } = ctx.env;
	const [health, disk, http, https, { panelDomain, dns }] = await Promise.all([
		getHealth(ctx),
		roomOf(GANTRY_DATA_DIR),
		listens(GANTRY_HTTP_PORT),
		listens(GANTRY_HTTPS_PORT),
		lookAtOwnName(ctx)
	]);
	return machineRows({ health, disk, listens: { http, https }, panelDomain, dns }, ctx.env);
}

async function roomOf(folder: string) {
	try {
		const { bavail, blocks, bsize } = await statfs(folder);
		return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
	} catch {
		return null;
	}
}

/** Does the edge answer there? What it says is Caddy's own check. */
function listens(port: number): Promise<boolean> {
	const { promise, resolve } = Promise.withResolvers<boolean>();
	const socket = connect({ host: '127.0.0.1', port, timeout: patience });
	const end = (answer: boolean) => {
		socket.destroy();
		resolve(answer);
	};
	socket.once('connect', () => end(true));
	socket.once('timeout', () => end(false));
	socket.once('error', () => end(false));
	return promise;
}

async function lookAtOwnName(ctx: Pick<Context, 'db' | 'live' | 'env'>) {
	const { panelDomain } = await loadOwnNames(ctx.db, ctx.env);
	const signal = AbortSignal.timeout(patience);
	const dns = await ctx.live.checkHost({ host: panelDomain }, { signal }).catch(() => null);
	return { panelDomain, dns };
}
