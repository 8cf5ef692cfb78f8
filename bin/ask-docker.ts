import { Client } from 'undici';

export type Answer =
	| { kind: 'answers'; version: string }
	/** The socket is there, and this user may not open it. */
	| { kind: 'forbidden' }
	| { kind: 'silent'; reason: string };

const patienceMs = 5000;
const unix = 'unix://';

/** Without Docker's client, which the supervisor would keep in memory for this one question. */
function open(host: string): Client {
	const patience = { headersTimeout: patienceMs, bodyTimeout: patienceMs };
	if (host.startsWith(unix)) {
		const socketPath = host.slice(unix.length);
		return new Client('http://docker', {
			...patience,
			connect: { socketPath, timeout: patienceMs }
		});
	}
	const { hostname, port } = new URL(host);
	const origin = `http://${hostname}:${port || 2375}`;
	return new Client(origin, { ...patience, connect: { timeout: patienceMs } });
}

/** Asks the engine for its version, for at most five seconds. */
export async function askDocker(host: string): Promise<Answer> {
	const client = open(host);
	try {
		const signal = AbortSignal.timeout(patienceMs);
		const { statusCode, body } = await client.request({ method: 'GET', path: '/version', signal });
		if (statusCode !== 200) {
			await body.dump();
			return { kind: 'silent', reason: `HTTP ${statusCode}` };
		}
		const { Version } = (await body.json()) as { Version: string };
		return { kind: 'answers', version: Version };
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === 'EACCES') return { kind: 'forbidden' };
		return { kind: 'silent', reason: message };
	} finally {
		await client.destroy();
	}
}
