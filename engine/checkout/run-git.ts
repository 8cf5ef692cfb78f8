import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import type { Socket } from 'node:net';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** Nothing of the worker's surroundings reaches git: no config, no prompt, no helper, no hook. */
const environment = {
	PATH: '/usr/local/bin:/usr/bin:/bin',
	LANG: 'C.UTF-8',
	HOME: '/nonexistent',
	GIT_CONFIG_NOSYSTEM: '1',
	GIT_CONFIG_GLOBAL: '/dev/null',
	GIT_TERMINAL_PROMPT: '0',
	GIT_ALLOW_PROTOCOL: 'https:http:ssh',
	GIT_OPTIONAL_LOCKS: '0',
	GIT_NO_LAZY_FETCH: '1'
};

const hardening = [
	'core.hooksPath=/dev/null',
	'credential.helper=',
	'http.followRedirects=false',
	'fetch.recurseSubmodules=false',
	'fetch.unpackLimit=1',
	'gc.auto=0',
	'maintenance.auto=false'
].flatMap((setting) => ['-c', setting]);

/** Ends git and what it started (git-remote-https, ssh): they are one process group. */
function killGroup(child: ChildProcess): void {
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// It ended in the meantime.
	}
}

export interface GitCall {
	gitDir?: string;
	settings?: string[];
	signal: AbortSignal;
	/** Hears progress, which git writes at least once a second while bytes come. */
	onProgress?: (text: string) => void;
	/** Raised by the caller's own watch: kills git like `signal`. */
	stop?: AbortSignal;
}

function start(
	args: string[],
	{ gitDir, settings = [], signal, stop }: GitCall,
	input: 'ignore' | 'pipe' = 'ignore'
) {
	signal.throwIfAborted();
	const options = [...hardening, ...settings.flatMap((setting) => ['-c', setting])];
	// A session of its own has no terminal: ssh can not ask there either.
	const child = spawn('git', [...options, ...args], {
		env: gitDir ? { ...environment, GIT_DIR: gitDir } : environment,
		cwd: '/',
		detached: true,
		stdio: [input, 'pipe', 'pipe']
	}) as ChildProcessByStdio<Writable | null, Readable, Readable>;
	const kill = () => killGroup(child);
	const watched = stop ? AbortSignal.any([signal, stop]) : signal;
	watched.addEventListener('abort', kill, { once: true });
	const ended = new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	}).finally(() => watched.removeEventListener('abort', kill));
	return { child, ended, kill };
}

/** Runs git to its end. Rejects with the signal's reason when that aborted; any exit code is an answer. */
export async function runGit(
	args: string[],
	call: GitCall
): Promise<{ code: number | null; stdout: Buffer; stderr: string }> {
	const { child, ended } = start(args, call);
	let stderr = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr = (stderr + text).slice(-8192);
		call.onProgress?.(text);
	});
	const [stdout, code] = await Promise.all([buffer(child.stdout), ended]);
	call.signal.throwIfAborted();
	return { code, stdout, stderr };
}

/** Runs git and hands out what it writes; the stream ends only when git ended well. */
export function streamGit(args: string[], call: GitCall): Readable {
	const { child, ended, kill } = start(args, call);
	const output = new PassThrough();
	let stderr = '';
	child.stderr
		.setEncoding('utf8')
		.on('data', (text: string) => (stderr = (stderr + text).slice(-8192)));
	child.stdout.pipe(output, { end: false });
	output.on('close', kill);
	ended.then(
		(code) => {
			if (code === 0) return void output.end();
			const reason: unknown = call.signal.aborted ? call.signal.reason : null;
			output.destroy(
				reason instanceof Error ? reason : new Error(`git ended with ${code}: ${stderr.trim()}`)
			);
		},
		(error: Error) => output.destroy(error)
	);
	return output;
}

/** A git that is asked through its input until that ends. It keeps no process from ending. */
export function converse(
	args: string[],
	call: Pick<GitCall, 'gitDir' | 'signal'>
): { input: Writable; output: Readable; ended: Promise<number | null> } {
	const { child, ended } = start(args, call, 'pipe');
	child.stderr.resume();
	child.unref();
	// Pipes are sockets to Node, which its types do not say.
	for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as Socket | null)?.unref();
	if (!child.stdin) throw new Error('git was started without an input');
	return { input: child.stdin, output: child.stdout, ended };
}

/** git's version as [major, minor], or null when there is no git. */
export async function gitVersion(signal: AbortSignal): Promise<[number, number] | null> {
	const ran = await runGit(['version'], { signal }).catch(() => null);
	signal.throwIfAborted();
	const [, major, minor] = /(\d+)\.(\d+)/.exec(ran?.stdout.toString() ?? '') ?? [];
	return major && minor ? [Number(major), Number(minor)] : null;
}
