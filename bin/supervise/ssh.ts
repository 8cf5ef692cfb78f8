import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';

/** The address at which the SSH client reached this machine: "client port server port" → server. */
export function serverAddress(connection: string): string | null {
	return connection.split(' ')[2] ?? null;
}

/** SSH_CONNECTION of this session: our own, or that of a process above us, which sudo took away. */
async function sshConnection(): Promise<string | null> {
	for (let pid = process.pid, depth = 0; pid > 1 && depth < 20; depth += 1) {
		const environ = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
		const found = /(?:^|\0)SSH_CONNECTION=([^\0]+)/.exec(environ)?.[1];
		if (found) return found;
		const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
		pid = Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
	}
	return null;
}

/** The command, for a person's own machine, that opens the panel there; null when nobody came by SSH. */
export async function tunnelCommand(port: number): Promise<string | null> {
	const connection = await sshConnection();
	if (!connection) return null;
	const server = serverAddress(connection) ?? hostname();
	return `ssh -L ${port}:127.0.0.1:${port} ${userInfo().username}@${server}`;
}
