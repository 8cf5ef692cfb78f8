import type { Server } from 'node:http';

/**
 * Makes the panel's server take WebSockets, which SvelteKit has no routes for: the terminals, and nothing
 * else. What they need is loaded with the first one.
 */
export function acceptTerminals(server: Server): void {
	server.on('upgrade', (request, socket, head) => {
		socket.on('error', () => socket.destroy());
		import('./serve-terminal.ts')
			.then(({ serveTerminal }) => serveTerminal(request, socket, head))
			.catch((error: unknown) => {
				console.error(error);
				socket.destroy();
			});
	});
}
