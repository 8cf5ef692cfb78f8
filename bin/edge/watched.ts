import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isRunning, runningFrom, type Identity } from '../supervise/pid-file.ts';
import type { Beats } from './beat.ts';

/** A process that the watchdog looks after: its own child, or one that an earlier watchdog left. */
export interface Watched {
	pid: number;
	/** Resolves with the reason when it is gone; never rejects. */
	ended: Promise<string>;
	kill: (signal: NodeJS.Signals) => void;
	/** Of a program that says by itself that it goes on: beat.ts. */
	beats: Pick<Beats, 'latest'> | null;
}

export interface Launch {
	command: string;
	args: string[];
	env: Record<string, string>;
	pidFile: string;
	/** Where it says by itself that it goes on. */
	beats?: Beats | null;
}

/** Starts it with our own output, a file, so that it may outlive us. Rejects when it cannot be started. */
export async function launch(options: Launch): Promise<Watched> {
	const { command, args, env, pidFile, beats = null } = options;
	const stdio: StdioOptions = ['ignore', 'inherit', 'inherit', beats?.fd ?? 'ignore'];
	// Those of the one before it are not its own.
	beats?.latest();
	const child = spawn(command, args, { env, stdio });
	const ended = once(child, 'exit').then(
		([code, signal]) => (signal === null ? `code ${code}` : String(signal)),
		(error: unknown) => String(error)
	);
	await once(child, 'spawn');
	const pid = child.pid!;
	const identity = identify(pid);
	if (identity) await writeFile(pidFile, JSON.stringify(identity), { mode: 0o600 });
	// When memory runs out, a build goes before the edge does. Only root may say so.
	await writeFile(`/proc/${pid}/oom_score_adj`, '-500').catch(() => {});
	return { pid, ended, kill: (signal) => void child.kill(signal), beats };
}

/** What runs still from that pid file; null when it is gone or the number is another program's now. */
export async function adopt(pidFile: string): Promise<Watched | null> {
	const identity = await runningFrom(pidFile);
	if (!identity) {
		await rm(pidFile, { force: true });
		return null;
	}
	const asked = new AbortController();
	return {
		pid: identity.pid,
		ended: untilGone(identity, asked.signal),
		beats: null,
		kill: (signal) => {
			signalTo(identity.pid, signal);
			asked.abort();
		}
	};
}

const lookEvery = 250;
const lookEveryOnceAsked = 10;

/** Another's child tells nobody of its end but /proc; `asked` aborts when it is to end. */
async function untilGone(identity: Identity, asked: AbortSignal): Promise<string> {
	while (isRunning(identity)) {
		if (asked.aborted) await delay(lookEveryOnceAsked);
		else await delay(lookEvery, undefined, { signal: asked }).catch(() => {});
	}
	return 'gone';
}

/** No error when it is gone meanwhile. */
export function signalTo(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch {
		// Gone between two looks.
	}
}

/** Asks it to stop, and ends it when it has not after `grace` milliseconds. */
export async function stopWatched(watched: Watched, grace: number): Promise<void> {
	watched.kill('SIGTERM');
	const limit = setTimeout(() => watched.kill('SIGKILL'), grace);
	await watched.ended;
	clearTimeout(limit);
}
