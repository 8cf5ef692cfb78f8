import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type Docker from 'dockerode';
import { credentialsService, noCredentials } from './session-credentials.ts';
import { alwaysServing, healthService } from './session-health.ts';
import { secretsService, servedSecrets } from './session-secrets.ts';

interface BuildSession {
	/** What the build request names it by. */
	id: string;
	/** Ends it and its connection; safe to call twice. */
	close(): void;
}

/**
 * The connection over which BuildKit asks its client for things while it builds: here, for the values
 * of secret mounts. They go from memory to memory, and only to a step that mounts them.
 */
export async function openSession(
	docker: Docker,
	secrets: ReadonlyMap<string, string>
): Promise<BuildSession> {
	const id = randomUUID();
	const socket = await upgraded(docker, {
		'X-Docker-Expose-Session-Uuid': id,
		'X-Docker-Expose-Session-Name': 'gantry',
		'X-Docker-Expose-Session-Grpc-Method': [
			secretsService.GetSecret.path,
			credentialsService.Credentials.path,
			healthService.Check.path
		]
	});
	const server = new Server();
	server.addService(secretsService, servedSecrets(secrets));
	server.addService(credentialsService, noCredentials);
	server.addService(healthService, alwaysServing);
	server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(socket);
	return {
		id,
		close() {
			server.forceShutdown();
			socket.destroy();
		}
	};
}

/** The engine's answer to the upgrade is the raw connection, on which it is then the one who asks. */
function upgraded(docker: Docker, headers: Record<string, string | string[]>): Promise<Duplex> {
	return new Promise((resolve, reject) => {
		docker.modem.dial(
			{
				path: '/session',
				method: 'POST',
				hijack: true,
				headers: { Upgrade: 'h2c', ...headers } as Record<string, string>,
				statusCodes: { 200: true, 500: 'server error' }
			},
			(error, answer) => {
				if (error || !answer) return reject((error ?? new Error('no session')) as Error);
				resolve((answer as Duplex).on('error', () => {}));
			}
		);
	});
}
