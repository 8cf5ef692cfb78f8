import { connectLive } from '#lib/server/live/client.ts';
import { connectDb } from '#lib/server/db/client.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { edgeIsRunning } from '../../edge/control.ts';
import { runningFrom } from '../../supervise/pid-file.ts';
import { postgresUrl, readPostgresAccess } from '../../supervise/postgres-access.ts';
import type { Examination, Finding, Patient } from './finding.ts';

/** The names as the settings page chose them, else as the environment says. */
async function ownNames({ env, paths }: Patient) {
	const access = await readPostgresAccess(paths.postgresAccess);
	const url = env.DATABASE_URL ?? (access && postgresUrl(access));
	if (!url) return null;
	const db = connectDb(url, { connections: 1 });
	try {
		return await loadOwnNames(db, env);
	} finally {
		await db.$disconnect();
	}
}

/** Does the panel's name, and with it the wildcard of the base domain, point at this machine? */
async function examineDns(patient: Patient): Promise<Finding> {
	const what = 'DNS';
	const names = await ownNames(patient);
	const baseDomain = names?.baseDomain ?? patient.env.GANTRY_BASE_DOMAIN;
	if (baseDomain === 'localhost') {
		const detail = 'localhost needs none: sites answer on this machine only';
		return { state: 'ok', what, detail };
	}
	const host = `gantry-doctor.${baseDomain}`;
	const live = connectLive(patient.paths.workerSocket);
	const { pointsHere, detail } = await live.checkHost(
		{ host },
		{ signal: AbortSignal.timeout(15_000) }
	);
	if (pointsHere) return { state: 'ok', what, detail: `*.${baseDomain} points here` };
	return { state: 'failure', what, detail };
}

/** Do our own processes run, and do names lead here? */
export const examineHouse: Examination = async (patient) => {
	const { paths } = patient;
	const edge = await edgeIsRunning(paths);
	const edgeFinding: Finding = edge
		? { state: 'ok', what: 'Edge', detail: `answers on ${edge.httpPort} and ${edge.httpsPort}` }
		: { state: 'failure', what: 'Edge', detail: 'does not run: npm start' };
	if (!(await runningFrom(paths.supervisorPid))) {
		const detail = `does not run (data in ${paths.root}): npm start`;
		return [{ state: 'failure', what: 'Gantry', detail }, edgeFinding];
	}
	const dns = await examineDns(patient).catch((error: unknown) => ({
		state: 'warning' as const,
		what: 'DNS',
		detail: error instanceof Error ? error.message : String(error)
	}));
	return [{ state: 'ok', what: 'Gantry', detail: `data in ${paths.root}` }, edgeFinding, dns];
};
