import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { runProgram } from '../program.ts';
import type { SwitchedEdge } from '../edge/switched-edge.ts';
import { benchLabel, docker } from './docker.ts';

export interface BarePlace {
	/** Bare mirror of the repository. */
	mirror: string;
	network: string;
	/** Value of the label on all that is made. */
	label: string;
	caddy: Pick<SwitchedEdge, 'pointTo'>;
	port: number;
}

/** performance.now() at the end of each part, and the container that was made. */
export interface BareTimes {
	image: string;
	container: string;
	fetched: number;
	built: number;
	started: number;
	healthy: number;
	switched: number;
}

const probeEvery = 3;

/** The deployment as a careful person scripts it: fetch, build, run, wait until it answers, one PATCH. */
export async function bareDeploy(
	place: BarePlace,
	{ sha, signal }: { sha: string; signal: AbortSignal }
): Promise<BareTimes> {
	const { mirror, label } = place;
	const refs = '+refs/heads/*:refs/heads/*';
	await runProgram('git', ['-C', mirror, 'fetch', '--quiet', 'origin', refs], { signal });
	const fetched = performance.now();
	const image = await build({ mirror, label, sha, signal });
	const built = performance.now();
	return { image, fetched, built, ...(await bareRun(place, { image, signal })) };
}

async function build(given: { mirror: string; label: string; sha: string; signal: AbortSignal }) {
	const { mirror, label, sha, signal } = given;
	const archive = spawn('git', ['-C', mirror, 'archive', sha], {
		stdio: ['ignore', 'pipe', 'inherit'],
		signal
	});
	archive.on('error', () => {});
	const image = `gantry-bench/${label}:${sha.slice(0, 12)}`;
	const args = ['build', '--quiet', '--label', `${benchLabel}=${label}`, '--tag', image, '-'];
	await docker(args, { input: archive.stdout, signal });
	return image;
}

interface Detached {
	image: string;
	network: string;
	label: string;
	signal: AbortSignal;
	/** More words for `docker run`. */
	more?: string[];
}

/** Runs an image that is there and sends requests to it: run, wait until it answers, one PATCH. */
export async function bareRun(
	{ network, label, caddy, port }: Omit<BarePlace, 'mirror'>,
	{ image, signal }: { image: string; signal: AbortSignal }
): Promise<{ container: string; started: number; healthy: number; switched: number }> {
	const container = await runDetached({ image, network, label, signal });
	const started = performance.now();
	await untilHealthy({ address: container.address, port }, signal);
	const healthy = performance.now();
	await caddy.pointTo({ address: container.address, port });
	return { container: container.id, started, healthy, switched: performance.now() };
}

/** `docker run --detach`, and the address that the container was given. */
export async function runDetached({ image, network, label, signal, more = [] }: Detached) {
	const own = ['--label', `${benchLabel}=${label}`, '--network', network];
	const id = await docker(['run', '--detach', ...own, ...more, image], { signal });
	const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
	return { id, address: await docker(['inspect', '--format', format, id], { signal }) };
}

/** Asks every 3 ms until it answers 200. */
export async function untilHealthy(
	{ address, port }: { address: string; port: number },
	signal: AbortSignal
): Promise<void> {
	const agent = new Agent({ connect: { timeout: 1000 } });
	try {
		for (;;) {
			const status = await request(`http://${address}:${port}/`, {
				dispatcher: agent,
				signal
			}).then(
				({ statusCode, body }) => body.dump().then(() => statusCode),
				() => null
			);
			if (status === 200) return;
			await delay(probeEvery, undefined, { signal });
		}
	} finally {
		await agent.destroy();
	}
}
