import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { nextDelay } from './backoff.ts';
import { usualTiming, watchLife, type Probe, type Timing } from './life.ts';
import { openRotatingLog } from './rotating-log.ts';

/** One of our own processes: how it is started, asked whether it lives, and stopped. */
export interface Program {
	name: string;
	command: string;
	args: string[];
	/** All that it gets to see; nothing is inherited. */
	env: Record<string, string>;
	cwd: string;
	/** Whom it runs as; null: whoever runs the supervisor. */
	account: { uid: number; gid: number } | null;
	probe: Probe;
	timing?: Timing;
	stop: { signal: NodeJS.Signals; graceMs: number };
	/** The file for all that it prints. */
	log: string;
	/** Before each start: what must be cleared or written first. */
	prepare?: () => Promise<void>;
}

export interface Kept {
	/** Resolves at its first sign of life; rejects when it is stopped before. */
	ready: Promise<void>;
	stop: () => Promise<void>;
}

const shownLines = 8;

/** Lines that say what went wrong: not where in the source. */
function tellingLines(text: string): string[] {
	return text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
}

function killGroup(child: ChildProcess) {
	try {
		// What it started itself (a git, say) must not outlive it.
		if (child.pid) process.kill(-child.pid, 'SIGKILL');
	} catch {
		// nobody of its group is left
	}
}

/** One life of a program, from its start to its end. Returns why it ended. */
async function live(
	program: Program,
	{ child, onReady }: { child: ChildProcess; onReady: () => void }
): Promise<string> {
	const ended = new AbortController();
	const closed = once(child, 'close').catch(() => {});
	const exit = once(child, 'exit').then(
		([code, signal]) => (signal ? String(signal) : `code ${String(code)}`),
		(error: unknown) => String(error)
	);
	const timing = program.timing ?? usualTiming;
	const life = watchLife(program.probe, { timing, ended: ended.signal, onReady });
	const hung = life.then((outcome) => {
		if (outcome === 'hangs') killGroup(child);
		return outcome === 'hangs';
	});
	const why = await exit;
	ended.abort();
	killGroup(child);
	// Its last words may still be on their way; a stranger that inherited the pipe is not waited for.
	await Promise.race([closed, wait(500)]);
	return (await hung) ? 'it did not answer' : why;
}

/**
 * Keeps a program running: starts it again when it ends (after 0.2 s to 5 s) or hangs, until it is
 * stopped. `say` gets one line an event.
 */
export function keepRunning(program: Program, say: (line: string) => void): Kept {
	const stopping = new AbortController();
	const log = openRotatingLog(program.log);
	const ready = Promise.withResolvers<void>();
	ready.promise.catch(() => {});
	let child: ChildProcess | null = null;
	let tail: string[] = [];

	function start(): ChildProcess {
		tail = [];
		const { command, args, env, cwd, account } = program;
		const started = spawn(command, args, {
			env,
			cwd,
			...(account && { uid: account.uid, gid: account.gid }),
			stdio: ['ignore', 'pipe', 'pipe'],
			// A group of its own: Ctrl-C reaches the supervisor alone, which stops all in order.
			detached: true
		});
		for (const stream of [started.stdout, started.stderr]) {
			stream?.on('data', (chunk: Buffer) => {
				log.write(chunk);
				tail = [...tail, ...tellingLines(chunk.toString())].slice(-shownLines);
			});
		}
		return started;
	}

	async function keep() {
		let delay: number | null = null;
		let shown = '';
		while (!stopping.signal.aborted) {
			await program.prepare?.();
			if (stopping.signal.aborted) return;
			const at = performance.now();
			child = start();
			const why = await live(program, { child, onReady: ready.resolve });
			if (stopping.signal.aborted) return;
			delay = nextDelay(delay, performance.now() - at);
			say(`ended (${why}); starting again in ${delay / 1000} s`);
			const words = tail.join('\n  ');
			// The same failure again needs no second telling.
			if (words !== shown) for (const line of tail) say(`  ${line}`);
			shown = words;
			await wait(delay, null, { signal: stopping.signal }).catch(() => {});
		}
	}

	const kept = keep().catch((error: unknown) => {
		say(`can not be kept running: ${String(error)}`);
		ready.reject(error);
	});

	async function stop() {
		stopping.abort();
		ready.reject(new Error(`${program.name} was stopped`));
		child?.kill(program.stop.signal);
		const limit = setTimeout(() => {
			say(`did not stop within ${program.stop.graceMs / 1000} s: ending it`);
			if (child) killGroup(child);
		}, program.stop.graceMs);
		await kept;
		clearTimeout(limit);
		log.close();
	}

	let stopped: Promise<void> | null = null;
	return { ready: ready.promise, stop: () => (stopped ??= stop()) };
}
