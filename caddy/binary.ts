import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AppError } from '#engine/error.ts';
import { caddyLevels, understands, type CaddyLevel } from './level.ts';

const execute = promisify(execFile);
const deadline = 15_000;

interface BinaryOptions {
	signal?: AbortSignal;
}

/** The program with these arguments and that input; rejects with its exit code as `code`. */
async function run(
	binary: string,
	args: string[],
	{ input = '', ...options }: BinaryOptions & { input?: string }
): Promise<string> {
	const running = execute(binary, args, { timeout: deadline, ...options });
	running.child.stdin?.on('error', () => {});
	running.child.stdin?.end(input);
	try {
		return (await running).stdout;
	} catch (cause) {
		const { code } = cause as { code?: unknown };
		if (code !== 'ENOENT' && code !== 'EACCES') throw cause;
		throw new AppError('caddy_missing', 500, `There is no Caddy at "${binary}".`, {
			hint: 'Install the package caddy, or set GANTRY_CADDY to the program.',
			cause
		});
	}
}

/**
 * Version like `2.6.2`; `unknown` when the binary does not tell. One built by `go install` says it only
 * in its build info. Errors: caddy_missing.
 */
export async function caddyVersion(binary: string, options: BinaryOptions = {}): Promise<string> {
	const given = await run(binary, ['version'], options);
	const named = /^v?(\d+\.\d+\.\d+\S*)/.exec(given)?.[1];
	if (named) return named;
	const built = await run(binary, ['build-info'], options);
	return /^mod\s+github\.com\/caddyserver\/caddy\/v2\s+v(\S+)/m.exec(built)?.[1] ?? 'unknown';
}

/** What the binary understands, found by letting it check small configurations, newest first. */
export async function caddyLevel(binary: string, options: BinaryOptions = {}): Promise<CaddyLevel> {
	for (const level of caddyLevels.toReversed()) {
		if (level === caddyLevels[0] || (await accepts(binary, probeConfig(level), options)))
			return level;
	}
	return caddyLevels[0];
}

/** Lets the binary check a configuration without starting it. */
export async function accepts(
	binary: string,
	config: unknown,
	options: BinaryOptions = {}
): Promise<boolean> {
	const input = JSON.stringify(config);
	return run(binary, ['validate', '--config', '-'], { ...options, input }).then(
		() => true,
		(error: { code?: unknown }) => {
			if (typeof error.code === 'number') return false;
			throw error;
		}
	);
}

/** Only what came with the level: nothing is listened on, nothing is stored. */
function probeConfig(level: CaddyLevel) {
	const handler = {
		handler: 'reverse_proxy',
		...(understands(level, '2.7') && { stream_close_delay: '1s' }),
		dynamic_upstreams: {
			source: 'srv',
			name: 'probe.internal',
			...(understands(level, '2.8') && { grace_period: '1s' })
		}
	};
	const server = {
		listen: ['127.0.0.1:1'],
		automatic_https: { disable: true },
		routes: [{ handle: [handler] }]
	};
	return {
		admin: { disabled: true, config: { persist: false } },
		apps: { http: { servers: { probe: server } } }
	};
}
