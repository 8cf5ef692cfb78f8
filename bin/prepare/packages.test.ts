import { expect, test } from 'vitest';
import { commandsFor, notInstalled, type Missing } from './packages.ts';

const docker: Missing = { what: 'Docker', packages: ['docker.io', 'iptables'] };
const caddy: Missing = { what: 'Caddy', packages: ['caddy'], unit: 'caddy.service' };

test("keeps the Caddy package's own service from starting, now and at boot", () => {
	expect(commandsFor([docker, caddy], { systemd: true })).toEqual([
		['systemctl', 'mask', 'caddy.service'],
		['apt-get', 'update'],
		['apt-get', 'install', '--yes', 'docker.io', 'iptables', 'caddy'],
		['systemctl', 'unmask', 'caddy.service'],
		['systemctl', 'disable', 'caddy.service']
	]);
});

test('leaves services alone where there is no service manager', () => {
	expect(commandsFor([caddy], { systemd: false })).toEqual([
		['apt-get', 'update'],
		['apt-get', 'install', '--yes', 'caddy']
	]);
});

test('names what is missing and what to run', () => {
	const error = notInstalled([docker, caddy], false);
	expect(error.message).toBe('Docker and Caddy must be installed first.');
	expect(error.hint).toContain('apt-get install --yes docker.io iptables caddy');
});
