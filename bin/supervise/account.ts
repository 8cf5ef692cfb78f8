import { AppError } from '#engine/error.ts';
import { mustRun, run } from '../run.ts';

/** A system user that one of our processes runs as. */
export interface Account {
	name: string;
	uid: number;
	gid: number;
}

/** Out of one line of the user database (`getent passwd <name>`). */
export function accountOf(line: string): Account | null {
	const [name, , uid, gid] = line.trim().split(':');
	if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return null;
	return { name, uid: Number(uid), gid: Number(gid) };
}

/** Members of a group, out of its line (`getent group <name>`). */
export function membersOf(line: string): string[] {
	return (line.trim().split(':')[3] ?? '').split(',').filter(Boolean);
}

async function find(name: string): Promise<Account | null> {
	const { code, output } = await run('getent', ['passwd', name]);
	return code === 0 ? accountOf(output) : null;
}

/**
 * The system user of this name, made when it is missing: no home, no shell, no groups.
 * Errors: account_not_made, account_too_strong (it may open the Docker socket).
 */
export async function ensureAccount(name: string, say: (line: string) => void): Promise<Account> {
	let account = await find(name);
	if (!account) {
		say(`System user ${name}: creating`);
		const home = ['--no-create-home', '--home-dir', '/nonexistent'];
		const shell = ['--shell', '/usr/sbin/nologin'];
		await mustRun('useradd', ['--system', '--user-group', ...home, ...shell, name]);
		account = await find(name);
	}
	if (!account) throw new AppError('account_not_made', 500, `There is no system user ${name}.`);
	const docker = await run('getent', ['group', 'docker']);
	if (docker.code === 0 && membersOf(docker.output).includes(name)) {
		throw new AppError(
			'account_too_strong',
			500,
			`The user ${name} is in the group docker, and so may become root.`,
			{ hint: `Take it out: gpasswd --delete ${name} docker` }
		);
	}
	return account;
}
