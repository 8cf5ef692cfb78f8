import type { Duplex } from 'node:stream';
import Docker from 'dockerode';

type Dial = typeof Docker.prototype.modem.dial;

/**
 * A client whose BuildKit sessions can be closed: the library keeps a session's connection open when
 * its build is aborted, one for each.
 */
export function openSession(docker: Docker): { docker: Docker; close(): void } {
	const sockets: Duplex[] = [];
	const dial: Dial = docker.modem.dial.bind(docker.modem);
	const modem = Object.assign(Object.create(docker.modem) as typeof docker.modem, {
		dial: ((options: Parameters<Dial>[0], done?: Parameters<Dial>[1]) =>
			dial(options, (error, answer) => {
				if (options.hijack && answer) sockets.push((answer as Duplex).on('error', () => {}));
				done?.(error, answer);
			})) satisfies Dial
	});
	return {
		docker: new Docker({ modem } as Docker.DockerOptions),
		close: () => sockets.forEach((socket) => socket.destroy())
	};
}
