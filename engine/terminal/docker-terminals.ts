import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import type { Container, Exec } from 'dockerode';
import { asAppError, statusOf, unless } from '../runtime/docker-client.ts';
import { noShell, notRunning } from './failures.ts';
import type { Shell, Size, Terminals } from './port.ts';
import { firstLine } from './first-line.ts';

/** Looked for in this order; the last is where images of a debugging kind keep theirs. */
const programs = ['/bin/bash', '/usr/bin/bash', '/bin/sh', '/busybox/sh'];

/**
 * A shell that nobody ends any more, since the worker was killed, ends by itself after so many seconds at
 * its prompt. Nobody else is ever so patient.
 */
const abandonedSeconds = 3600;
/** Milliseconds in which a shell may end by itself when its terminal hangs up. */
const graceMs = 2_000;
const startMs = 15_000;

/** Shells by the engine's own exec, which acts as the container's user with the container's rights. */
export function dockerTerminals(docker: Docker): Terminals {
	return {
		async open(name, { columns, rows, signal }) {
			const within = AbortSignal.any([signal, AbortSignal.timeout(startMs)]);
			const container = docker.getContainer(name);
			const program = await findShell(container, within);
			const { exec, screen } = await start(container, startOf(program), within);
			const pid = Number(await firstLine(screen, within));
			if (!Number.isSafeInteger(pid) || pid <= 0) {
				screen.destroy();
				throw noShell();
			}
			const shell = shellOf({ container, exec, screen, program, pid });
			await shell.resize({ columns, rows });
			return shell;
		}
	};
}

/** Which shell the image has, by looking: nothing is run for it. Errors: no_shell, container_not_running. */
async function findShell(container: Container, signal: AbortSignal): Promise<string> {
	for (const path of programs) {
		const query = { path, abortSignal: signal };
		const found = await unless([404], container.infoArchive(query));
		// Never read: its headers have said all.
		(found as unknown as Duplex | null)?.destroy();
		if (found) return path;
	}
	const state = await unless([404], container.inspect());
	throw state?.State.Running ? noShell() : notRunning();
}

/** It says its process id first, which the engine tells nobody and without which it can not be ended. */
const startOf = (program: string) => ({
	Cmd: [program, '-c', 'echo $$; exec "$0"', program],
	Env: ['TERM=xterm-256color', `TMOUT=${abandonedSeconds}`],
	AttachStdin: true,
	AttachStdout: true,
	AttachStderr: true,
	Tty: true
});

async function start(
	container: Container,
	options: ReturnType<typeof startOf>,
	abortSignal: AbortSignal
): Promise<{ exec: Exec; screen: Duplex }> {
	try {
		const exec = await container.exec({ ...options, abortSignal });
		const screen = await exec.start({ hijack: true, stdin: true, Tty: true });
		return { exec, screen };
	} catch (error) {
		// 404: it is gone; 409: it has stopped or is paused.
		if ([404, 409].includes(statusOf(error) ?? 0)) throw notRunning();
		throw asAppError(error);
	}
}

function shellOf(started: {
	container: Container;
	exec: Exec;
	screen: Duplex;
	program: string;
	pid: number;
}): Shell {
	const { container, exec, screen, program, pid } = started;
	let closing: Promise<void> | null = null;

	async function tell(signalName: 'HUP' | 'KILL'): Promise<void> {
		const kill = { Cmd: [program, '-c', `kill -${signalName} "$0"`, String(pid)] };
		const ending = await unless([404, 409], container.exec(kill));
		if (ending) await unless([404, 409], ending.start({ Detach: true, Tty: false }));
	}

	/** The engine leaves a shell running whose connection is gone: it must be told to end. */
	async function end(): Promise<void> {
		// Nobody reads any more, but only a stream that is read comes to its end.
		const ended = finished(screen.resume(), {
			writable: false,
			signal: AbortSignal.timeout(graceMs)
		});
		ended.catch(() => {});
		if (!screen.readableEnded) await tell('HUP');
		await ended.catch(() => tell('KILL'));
		screen.destroy();
	}

	return {
		program,
		screen,
		async resize({ columns, rows }: Size) {
			// 500 and 409: it has ended.
			await unless([404, 409, 500], exec.resize({ w: columns, h: rows }));
		},
		async exitCode() {
			const found = await unless([404], exec.inspect());
			return found?.Running === false ? found.ExitCode : null;
		},
		close: () => (closing ??= end())
	};
}
