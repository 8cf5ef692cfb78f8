import { asSentence } from '#lib/rules/as-sentence.ts';
import { diskNotice, roomWords } from '#lib/rules/disk-room.ts';
import { dataPaths } from '#lib/rules/data-dir.ts';
import type { Env } from '#env';
import type { Check, Health } from '../health/get-health.ts';
import type { HostCheck } from '../live/port.ts';

/** What was found of the machine; null: nobody could tell. */
export interface MachineFacts {
	health: Pick<Health, 'checks' | 'clocks'>;
	disk: { freeBytes: number; totalBytes: number } | null;
	/** Does something listen there? */
	listens: { http: boolean; https: boolean };
	panelDomain: string;
	dns: HostCheck | null;
}

export interface MachineCheck extends Check {
	name: string;
	/** What to do about it, before the command; null while all is well. */
	advice: string | null;
	/** What to run on the server to mend it, or to see more; null while all is well. */
	command: string | null;
}

type Settings = Pick<
	Env,
	'GANTRY_DATA_DIR' | 'GANTRY_HTTP_PORT' | 'GANTRY_HTTPS_PORT' | 'DOCKER_HOST'
>;

/** A row for each thing that a deployment needs: what was found, and of what fails what to do. */
export function machineRows(facts: MachineFacts, env: Settings): MachineCheck[] {
	const { checks, clocks } = facts.health;
	const { processLog } = dataPaths(env.GANTRY_DATA_DIR);
	const lastOf = (name: string) => `sudo tail -n 30 ${processLog(name)}`;
	return [
		row('Worker', checks.worker, {
			advice: 'It is started again by itself. What it said last:',
			command: lastOf('worker')
		}),
		row('Docker', checks.docker, dockerRemedy(checks.docker, env)),
		row('Caddy', checks.caddy, {
			advice: 'It is started again by itself. What it said last:',
			command: lastOf('edge')
		}),
		portRow(env.GANTRY_HTTP_PORT, facts.listens.http, checks.caddy, lastOf('edge')),
		portRow(env.GANTRY_HTTPS_PORT, facts.listens.https, checks.caddy, lastOf('edge')),
		dnsRow(facts),
		diskRow(facts.disk, env.GANTRY_DATA_DIR),
		row('Clocks', clocks, {
			advice: 'Let the machine set its clock:',
			command: 'sudo timedatectl set-ntp true'
		}),
		row('Database', checks.database, {
			advice: 'What it said last:',
			command: lastOf('postgres')
		})
	];
}

interface Remedy {
	advice: string;
	command: string;
}

function row(name: string, check: Check, remedy: Remedy): MachineCheck {
	return check.ok ? { name, ...check, advice: null, command: null } : { name, ...check, ...remedy };
}

function dockerRemedy({ isUnknown }: Check, { DOCKER_HOST: host }: Settings): Remedy {
	const version = `sudo docker --host ${host} version`;
	if (isUnknown) return { advice: 'Ask it yourself:', command: version };
	if (host.startsWith('unix:'))
		return { advice: 'Start it:', command: 'sudo systemctl enable --now docker' };
	return { advice: 'Start it there, and see whether it answers here:', command: version };
}

/** What takes connections while Caddy is known to be away is some other program. */
function portRow(port: number, listens: boolean, caddy: Check, log: string): MachineCheck {
	const name = `Port ${port}`;
	if (!listens) {
		const advice = 'Caddy opens it when it starts. What it said last:';
		return row(name, { ok: false, detail: 'Nothing listens there.' }, { advice, command: log });
	}
	const isCaddy = caddy.ok || caddy.isUnknown === true;
	const detail = isCaddy ? 'It takes connections.' : 'Another program than Caddy listens there.';
	const command = `sudo ss -ltnp 'sport = :${port}'`;
	return row(
		name,
		{ ok: isCaddy, detail },
		{ advice: 'Stop that program. Which one it is:', command }
	);
}

function dnsRow({ panelDomain: host, dns }: MachineFacts): MachineCheck {
	const command = `getent ahosts ${host}`;
	if (!dns) {
		const detail = 'Not known: the worker, which asks for it, does not answer.';
		return row(
			'DNS',
			{ ok: false, isUnknown: true, detail },
			{ advice: 'Ask it yourself:', command }
		);
	}
	const check = { ok: dns.pointsHere, detail: asSentence(dns.detail) };
	const [address] = dns.expected;
	const record = address?.includes(':') ? 'AAAA' : 'A';
	const advice = address
		? `Where the domain is managed, let the ${record} record of ${host} be ${address}; then see whether it is known here:`
		: 'Let it point to the public address of this server; then see whether it is known here:';
	return row('DNS', check, { advice, command });
}

function diskRow(disk: MachineFacts['disk'], dataDir: string): MachineCheck {
	const remedy = { advice: 'Make room on it:', command: `df -h ${dataDir}` };
	if (!disk) {
		const detail = `Nobody could tell how much room ${dataDir} has.`;
		return row('Disk', { ok: false, isUnknown: true, detail }, remedy);
	}
	const notice = diskNotice(disk);
	return row(
		'Disk',
		{ ok: notice === null, detail: asSentence(notice?.detail ?? roomWords(disk)) },
		remedy
	);
}
