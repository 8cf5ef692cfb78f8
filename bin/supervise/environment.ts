import { describeSettings } from '#env';

/** What programs need from the machine: where things are, its language, its certificates, its way out. */
const fromMachine = [
	'PATH',
	'HOME',
	'LANG',
	'LC_ALL',
	'TZ',
	'NODE_EXTRA_CA_CERTS',
	'SSL_CERT_FILE',
	'SSL_CERT_DIR',
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'NO_PROXY',
	'http_proxy',
	'https_proxy',
	'no_proxy'
];

/** The part of an environment that our own processes are given: the machine's facts and our settings. */
export function environmentFor(
	source: Record<string, string | undefined>,
	settings: { dataDir: string; databaseUrl: string }
): Record<string, string> {
	const names = [...fromMachine, ...describeSettings().map(({ name }) => name)];
	const given = names.flatMap((name) => {
		const value = source[name];
		return value ? [[name, value] as const] : [];
	});
	return {
		...Object.fromEntries(given),
		NODE_ENV: 'production',
		GANTRY_DATA_DIR: settings.dataDir,
		DATABASE_URL: settings.databaseUrl
	};
}
