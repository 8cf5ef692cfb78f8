import { connect } from 'node:net';
import type { WorkerHealth } from '#lib/server/live/port.ts';
import type { World } from '../world.ts';

const versionKeptMs = 5 * 60_000;

/**
 * Asked every few seconds: Docker and Caddy are really asked whether they answer, but Caddy's version,
 * for which its program has to be started, is remembered for a while.
 */
export function healthOf({ engine, paths }: Pick<World, 'engine' | 'paths'>) {
	let known: { version: string; at: number } | null = null;

	async function caddyDetail(signal: AbortSignal): Promise<string> {
		if (!known || performance.now() - known.at > versionKeptMs) {
			known = { version: await engine.proxy.version({ signal }), at: performance.now() };
		} else {
			await answers(paths.caddySocket, signal);
		}
		return `Caddy ${known.version} answers.`;
	}

	return async (signal: AbortSignal): Promise<WorkerHealth> => {
		const within = AbortSignal.any([signal, AbortSignal.timeout(3000)]);
		const [docker, caddy] = await Promise.all([
			check(
				async () => `Docker ${await engine.runtime.version({ signal: within })} answers.`,
				within
			),
			check(() => caddyDetail(within), within)
		]);
		return { docker, caddy, at: Date.now() };
	};
}

async function check(
	ask: () => Promise<string>,
	within: AbortSignal
): Promise<{ ok: boolean; detail: string }> {
	const { promise: late, reject } = Promise.withResolvers<never>();
	const onAbort = () => reject(new Error('It does not answer in time.'));
	within.addEventListener('abort', onAbort);
	try {
		return { ok: true, detail: await Promise.race([ask(), late]) };
	} catch (error) {
		return { ok: false, detail: error instanceof Error ? error.message : String(error) };
	} finally {
		within.removeEventListener('abort', onAbort);
	}
}

function answers(socketPath: string, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = connect({ path: socketPath, signal }, () => {
			socket.destroy();
			resolve();
		});
		socket.on('error', () => reject(new Error('The edge (Caddy) does not answer.')));
	});
}
