import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../error.ts';
import type { Container, Runtime } from '../runtime/port.ts';
import type { HealthSettings, Target } from '../spec.ts';
import { exitReason } from './exit-words.ts';
import { explain } from './explain.ts';
import type { Prober } from './port.ts';

export interface HealthWait {
	container: Container;
	/** It counts what happened to the container from then on. */
	since: Date;
	target: Target;
	health: HealthSettings;
	/** Host header of the probes. */
	host: string;
	/** For the message of an app that ran out of it. */
	memoryBytes: number;
	runtime: Runtime;
	prober: Prober;
	signal: AbortSignal;
	/** Hears the container's last lines when it ended or stayed unhealthy. */
	onLastLines: (lines: string[]) => void;
}

/** Milliseconds between two tries: at first as good as at once, later as much as nobody notices. */
const firstPause = 2;
const longestPause = 15;

/**
 * Probes until the app answers, and watches that it still runs. Gives what the answer was.
 * Errors: app_exited, health_check_failed.
 */
export async function untilHealthy(wait: HealthWait): Promise<{ detail: string; tries: number }> {
	const done = new AbortController();
	const deadline = AbortSignal.timeout(Math.ceil(wait.health.deadlineSeconds * 1000));
	const signal = AbortSignal.any([wait.signal, done.signal]);
	const exited = untilExit(wait, signal);
	const healthy = probeUntil(wait, { deadline, signal });
	try {
		return await Promise.race([healthy, exited]);
	} finally {
		done.abort();
		await Promise.allSettled([healthy, exited]);
	}
}

async function probeUntil(
	wait: HealthWait,
	{ deadline, signal }: { deadline: AbortSignal; signal: AbortSignal }
): Promise<{ detail: string; tries: number }> {
	const { prober, target, health, host } = wait;
	const within = AbortSignal.any([signal, deadline]);
	// The first try may take longer than the whole deadline.
	let last = `no answer on port ${target.port}`;
	let pause = firstPause;
	for (let tries = 1; ; tries++) {
		try {
			const result = await prober.probe(target, health, { host, signal: within });
			if (result.healthy) return { detail: result.detail, tries };
			last = result.detail;
			await delay(pause, undefined, { signal: within });
			pause = Math.min(pause * 1.1, longestPause);
		} catch (error) {
			signal.throwIfAborted();
			if (!deadline.aborted) throw error;
			throw await unhealthy(wait, last);
		}
	}
}

/** Rejects when the container ends; else stays pending until `signal` aborts. */
async function untilExit(wait: HealthWait, signal: AbortSignal): Promise<never> {
	// What happened before the engine heard of us is told, too.
	const { runtime, container, since } = wait;
	for await (const event of runtime.events({ labels: container.labels, since, signal })) {
		if (event.kind === 'started' || event.container !== container.name) continue;
		throw await exit(wait, event.exitCode);
	}
	return new Promise<never>((_resolve, reject) => {
		if (signal.aborted) reject(signal.reason);
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
	});
}

async function exit(wait: HealthWait, exitCode: number | null): Promise<AppError> {
	const { runtime, container, memoryBytes } = wait;
	const lines = await runtime.lastLines(container.name, 50);
	wait.onLastLines(lines);
	const now = await runtime.inspect(container.name);
	const ended = {
		exitCode: exitCode ?? now?.exitCode ?? null,
		outOfMemory: now?.outOfMemory ?? false
	};
	const { what, meaning, hint } = exitReason(ended, { memoryBytes, lines });
	return new AppError(
		'app_exited',
		422,
		`The app ${what} before it answered${meaning && `: ${meaning}`}`,
		{ hint: hint ?? endHint(lines) }
	);
}

function endHint(lines: string[]): string {
	return lines.some((line) => line.trim() !== '')
		? 'Its last lines, in the log, say why.'
		: 'It printed nothing. Check its start command.';
}

async function unhealthy(wait: HealthWait, last: string): Promise<AppError> {
	const { runtime, container, health, target } = wait;
	const now = await runtime.inspect(container.name);
	if (now && (now.restarts > container.restarts || now.state === 'exited')) {
		return exit(wait, now.exitCode);
	}
	const lines = await runtime.lastLines(container.name, 50);
	wait.onLastLines(lines);
	const hint = explain(await runtime.listening(container.name), target.port);
	return new AppError(
		'health_check_failed',
		422,
		`The app was not healthy within ${Math.round(health.deadlineSeconds * 10) / 10} s: ${last}`,
		{
			hint: hint ?? 'Its last lines, in the log, may say why. Path, port and deadline are settings.'
		}
	);
}
