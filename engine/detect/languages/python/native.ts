/** Packages that are compiled, or that load a library of the system: what Debian has to bring. */
const needs: Record<string, { build: string[]; run: string[] }> = {
	psycopg2: { build: ['gcc', 'libc6-dev', 'libpq-dev'], run: ['libpq5'] },
	psycopg: { build: [], run: ['libpq5'] },
	mysqlclient: {
		build: ['gcc', 'libc6-dev', 'pkg-config', 'default-libmysqlclient-dev'],
		run: ['libmariadb3']
	},
	uwsgi: { build: ['gcc', 'libc6-dev'], run: [] },
	'python-ldap': {
		build: ['gcc', 'libc6-dev', 'libldap2-dev', 'libsasl2-dev'],
		run: ['libldap-common', 'libsasl2-2']
	},
	weasyprint: { build: [], run: ['libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0'] }
};

export interface SystemPackages {
	build: string[];
	run: string[];
}

export function systemPackages(
	packages: ReadonlyMap<string, string>,
	text: string
): SystemPackages {
	const named = Object.entries(needs).filter(([name]) => packages.has(name));
	const build = named.flatMap(([, need]) => need.build);
	if (/\bgit\+(https|ssh):/.test(text)) build.push('git', 'ca-certificates');
	return {
		build: [...new Set(build)].toSorted(),
		run: [...new Set(named.flatMap(([, need]) => need.run))].toSorted()
	};
}
