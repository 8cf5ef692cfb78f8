/** In the place of a service's id: what is kept of the machine itself. */
export const machineSeries = 'machine';

/** Where things stand in the data directory. Pure: nothing is read or made here. */
export function dataPaths(dataDir: string) {
	const at = (path: string) => `${dataDir}/${path}`;
	return {
		root: dataDir,
		/** Ready file for people and programs: version, URLs, ports (0600). */
		ready: at('gantry.json'),
		keys: at('keys'),
		/** The installation's label (gantry.installation), for when the database is stopped. */
		label: at('label'),
		postgres: at('postgres'),
		/** Port and password of our own Postgres (0600). */
		postgresAccess: at('postgres.json'),
		/** Room that is given up when the disk is full, so that all can be cleaned up. */
		ballast: at('ballast'),
		/** Bare mirrors, one a service. */
		git: at('git'),
		/** Releases of finished files that the edge serves: `<service>/<deployment>`. */
		sites: at('sites'),
		deploymentLog: (deployment: string) => at(`logs/deployments/${deployment}.log`),
		/** Runtime log of a service, kept across its releases. */
		serviceLog: (service: string) => at(`logs/services/${service}.log`),
		/** What visitors asked a service for, a line an answer. */
		requestLog: (service: string) => at(`logs/requests/${service}.log`),
		/** What is kept over time of a service (`machineSeries`: of the machine), one ring a kind. */
		metrics: (service: string, kind: string) => at(`metrics/${service}/${kind}.ring`),
		/** What our own processes print: panel.log, worker.log, edge.log, postgres.log. */
		processLog: (name: string) => at(`logs/gantry/${name}.log`),
		/** Ports chosen at the first start (names' DNS, ask and pages), kept so that an adopted edge fits. */
		edgePorts: at('edge/ports.json'),
		/** The watchdog, and its two programs, which outlive it when it is killed. */
		edgePid: at('edge/edge.pid'),
		/** Which version of our programs the watchdog and names are. */
		edgeVersion: at('edge/version'),
		namesPid: at('edge/names.pid'),
		caddyPid: at('edge/caddy.pid'),
		/** What Caddy is started with; nothing else of Caddy's own is written outside `caddyHome`. */
		caddyConfig: at('edge/caddy.json'),
		caddyHome: at('edge/caddy-home'),
		/** What a person chose over the environment, for an edge that starts without the worker. */
		edgeOverrides: at('edge/overrides.json'),
		/** What Caddy writes of each answer, for the worker to count and sort by service; rotated. */
		accessLog: at('edge/access/access.log'),
		/** How far the worker has read it. */
		accessPosition: at('edge/access-position.json'),
		namesFile: at('edge/names.json'),
		caddyStorage: at('edge/caddy'),
		ownCertificates: at('edge/certificates'),
		supervisorPid: at('run/gantry.pid'),
		caddySocket: at('run/caddy.sock'),
		namesSocket: at('run/names.sock'),
		/** Where Caddy asks names; see docs/decisions. */
		namesDnsSocket: at('run/names-dns.sock'),
		/** There for a moment only. */
		namesBeats: at('run/names.beats'),
		workerSocket: at('run/worker.sock')
	};
}

export type DataPaths = ReturnType<typeof dataPaths>;
