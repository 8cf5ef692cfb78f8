import { statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { diskNotice, roomWords } from '#lib/rules/disk-room.ts';
import type { Context } from '../context.ts';
import { getHealth, type Check } from '../health/get-health.ts';
import { loadOwnNames } from '../settings/own-names.ts';

export interface MachineCheck extends Check {
	name: string;
	/** What to run on the server to mend it, or to see more; null while all is well. */
	command: string | null;
}

const patience = 3000;

/** All that a deployment needs of this machine, for whoever proved that it is theirs; never throws. */
export async function checkMachine(
	ctx: Pick<Context, 'db' | 'live' | 'env'>
): Promise<MachineCheck[]> {
	const { GANTRY_DATA_DIR, GANTRY_HTTP_PORT: http, GANTRY_HTTPS_PORT: https } = ctx.env;
	const [{ checks, clocks }, disk, name, ...ports] = await Promise.all([
		getHealth(ctx),
		checkDisk(GANTRY_DATA_DIR),
		checkOwnName(ctx),
		...[http, https].map(checkPort)
	]);
	const row = (name: string, check: Check, command: string): MachineCheck => ({
		...check,
		name,
		command: check.ok ? null : command
	});
	return [
		row('Docker', checks.docker, 'sudo systemctl enable --now docker'),
		row('Disk', disk, `df -h ${GANTRY_DATA_DIR} /var/lib/docker`),
		...[http, https].map((port, index) =>
			row(`Port ${port}`, ports[index] ?? unknown, `sudo ss -ltnp 'sport = :${port}'`)
		),
		row('DNS', name.check, `dig +short ${name.host}`),
		row('Clock', clocks, 'sudo timedatectl set-ntp true'),
		row('Database', checks.database, 'npx gantry status'),
		row('Worker', checks.worker, 'npx gantry status'),
		row('Caddy', checks.caddy, 'npx gantry status')
	];
}

const unknown: Check = { ok: false, detail: 'Nobody could tell.' };
const words = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function checkDisk(dataDir: string): Promise<Check> {
	try {
		const { bavail, blocks, bsize } = await statfs(dataDir);
		const disk = { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
		const notice = diskNotice(disk);
		return { ok: notice === null, detail: notice?.detail ?? roomWords(disk) };
	} catch (error) {
		return { ok: false, detail: words(error) };
	}
}

/** Does the edge answer there? What it says is Caddy's own check. */
function checkPort(port: number): Promise<Check> {
	const { promise, resolve } = Promise.withResolvers<Check>();
	const socket = connect({ host: '127.0.0.1', port, timeout: patience });
	const end = (check: Check) => {
		socket.destroy();
		resolve(check);
	};
	socket.once('connect', () => end({ ok: true, detail: 'answers on this machine' }));
	socket.once('timeout', () => end({ ok: false, detail: 'Nothing answers on this machine.' }));
	socket.once('error', () => end({ ok: false, detail: 'Nothing listens on this machine.' }));
	return promise;
}

async function checkOwnName(
	ctx: Pick<Context, 'db' | 'live' | 'env'>
): Promise<{ host: string; check: Check }> {
	const { panelDomain: host } = await loadOwnNames(ctx.db, ctx.env);
	try {
		const signal = AbortSignal.timeout(patience);
		const { pointsHere, detail } = await ctx.live.checkHost({ host }, { signal });
		return { host, check: { ok: pointsHere, detail: detail || `${host} leads here` } };
	} catch (error) {
		return { host, check: { ok: false, detail: words(error) } };
	}
}
