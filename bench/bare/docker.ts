import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { runProgram } from '../program.ts';

/** The distribution's own command line: another `docker` on the PATH may lack BuildKit. */
const cli = '/usr/bin/docker';
const env = { DOCKER_BUILDKIT: '1', DOCKER_CLI_HINTS: 'false', HOME: '/nonexistent' };

/** What the baselines make carries this label, so that it can be found and removed. */
export const benchLabel = 'gantry.bench';

interface DockerOptions {
	input?: Readable;
	signal: AbortSignal;
}

/** `docker …` as a person or a script types it. */
export function docker(args: string[], { input, signal }: DockerOptions): Promise<string> {
	return runProgram(cli, args, { env, signal, ...(input && { input }) });
}

/** `docker … > <path>`: what it prints never comes by here. */
export async function dockerInto(
	path: string,
	args: string[],
	{ signal }: { signal: AbortSignal }
): Promise<void> {
	await using file = await open(path, 'w');
	const child = spawn(cli, args, {
		env: { ...process.env, ...env },
		stdio: ['ignore', file.fd, 'inherit'],
		signal
	});
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) throw new Error(`docker ${args.join(' ')} ended with ${code}.`);
}

/** A bridge network of one's own, found again by its label. */
export async function createNetwork(label: string, signal: AbortSignal): Promise<string> {
	const name = `gantry-bench-${label}`;
	await docker(['network', 'create', '--label', `${benchLabel}=${label}`, name], { signal });
	return name;
}

/** Removes what an earlier run left running. */
export async function removeOthers(
	label: string,
	kept: string,
	signal: AbortSignal
): Promise<void> {
	const filter = `label=${benchLabel}=${label}`;
	const printed = await docker(['ps', '--quiet', '--no-trunc', '--filter', filter], { signal });
	const others = printed.split('\n').filter((id) => id !== '' && id !== kept);
	if (others.length > 0) await docker(['rm', '--force', ...others], { signal });
}

/** Removes all that carries this bench's label. */
export async function removeLabelled(label: string): Promise<void> {
	const signal = AbortSignal.timeout(60_000);
	const own = ['--quiet', '--filter', `label=${benchLabel}=${label}`];
	const ids = async (...args: string[]) => {
		const printed = await docker([...args, ...own], { signal });
		return [...new Set(printed.split('\n').filter(Boolean))];
	};
	const containers = await ids('ps', '--all');
	if (containers.length > 0) await docker(['rm', '--force', ...containers], { signal });
	const images = await ids('images');
	if (images.length > 0) await docker(['rmi', '--force', ...images], { signal });
	const networks = await ids('network', 'ls');
	if (networks.length > 0) await docker(['network', 'rm', ...networks], { signal });
}
