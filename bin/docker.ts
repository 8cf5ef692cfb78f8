import Docker from 'dockerode';

/** A client for DOCKER_HOST: unix:///path or tcp://host:port. `timeout` in ms, for each call. */
export function openDocker(host: string, timeout = 0): Docker {
	const unix = 'unix://';
	if (host.startsWith(unix)) return new Docker({ socketPath: host.slice(unix.length), timeout });
	const { hostname, port } = new URL(host);
	return new Docker({ protocol: 'http', host: hostname, port: Number(port || 2375), timeout });
}

export type Answer =
	| { kind: 'answers'; version: string }
	/** The socket is there, and this user may not open it. */
	| { kind: 'forbidden' }
	| { kind: 'silent'; reason: string };

/** Asks the engine for its version, for at most five seconds. */
export async function askDocker(host: string): Promise<Answer> {
	try {
		const { Version } = await openDocker(host, 5000).version();
		return { kind: 'answers', version: Version };
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === 'EACCES') return { kind: 'forbidden' };
		return { kind: 'silent', reason: message };
	}
}
