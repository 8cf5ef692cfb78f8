import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { AppError } from '#engine/error.ts';
import { hasSystemctl, installPackages, type Missing } from '../prepare/packages.ts';

/** Programs that the tests drive, and the packages that bring them. */
const programs: { program: string; file?: string; packages: string[]; unit?: string }[] = [
	{ program: 'git', packages: ['git'] },
	{ program: 'openssl', packages: ['openssl'] },
	{ program: 'dockerd', packages: ['docker.io', 'iptables'] },
	{ program: 'caddy', packages: ['caddy'], unit: 'caddy.service' },
	{ program: 'debootstrap', packages: ['debootstrap'] },
	{ program: 'chromium', packages: ['chromium'] },
	{ program: 'pebble', packages: ['pebble'] },
	{ program: 'faketime', packages: ['faketime'] },
	// runc of today is built by Go and the C compiler.
	{ program: 'gcc', packages: ['gcc', 'libc6-dev'] },
	{
		program: 'libseccomp',
		file: '/usr/include/seccomp.h',
		packages: ['pkg-config', 'libseccomp-dev']
	}
];

const folders = [
	...(process.env.PATH ?? '').split(delimiter),
	'/usr/local/sbin',
	'/usr/sbin',
	'/sbin'
];

export async function isInstalled(program: string): Promise<boolean> {
	for (const folder of folders) {
		const found = await access(join(folder, program), constants.X_OK).then(
			() => true,
			() => false
		);
		if (found) return true;
	}
	return false;
}

/** Installs what the tests need and the machine lacks. Errors: not_installed (when not root). */
export async function ensurePrograms(say: (line: string) => void): Promise<void> {
	const missing: Missing[] = [];
	for (const { program, file, ...rest } of programs) {
		const isThere = file ? existsSync(file) : await isInstalled(program);
		if (!isThere) missing.push({ what: program, ...rest });
	}
	if (missing.length === 0) return;
	const names = missing.map(({ what }) => what).join(', ');
	if (process.getuid?.() !== 0) {
		const packages = missing.flatMap((each) => each.packages).join(' ');
		throw new AppError('not_installed', 500, `The tests need ${names}.`, {
			hint: `Run as root: apt-get install --yes ${packages}`
		});
	}
	say(`Installing ${names}`);
	await installPackages(missing, { systemd: await hasSystemctl(), say });
}
