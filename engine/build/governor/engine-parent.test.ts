import { join } from 'node:path';
import type Docker from 'dockerode';
import { expect, it } from 'vitest';
import { engineParent, parentOf } from './engine-parent.ts';
import { controlFiles } from './testing/files.ts';

const id = 'f9e64cff9fed'.repeat(5);

it.each([
	[`4:memory:/docker/${id}\n0::/docker/${id}`, 'docker'],
	[`0::/gantry/apps/${id}`, 'gantry/apps'],
	[`0::/system.slice/docker-${id}.scope`, 'system.slice'],
	['0::/', null],
	['', null]
])('reads from %j where containers stand', (text, parent) => {
	expect(parentOf(text, id)).toBe(parent);
});

/** An engine with these containers, as far as it is asked. */
const engineWith = (containers: { parent: string; pid: number }[]) =>
	({
		listContainers: async () => containers.map((_, nth) => ({ Id: `${id}${nth}` })),
		getContainer: (own: string) => ({
			async inspect() {
				const { parent, pid } = containers[Number(own.slice(id.length))] ?? { parent: '', pid: 0 };
				return { HostConfig: { CgroupParent: parent }, State: { Pid: pid } };
			}
		})
	}) as unknown as Docker;

const dockerHost = 'unix:///var/run/docker.sock';

it('believes a container that stands where the engine put it', async () => {
	const { root } = await controlFiles({
		'7/cgroup': `0::/elsewhere/${id}0`,
		'8/cgroup': `0::/apps/${id}1`
	});
	const docker = engineWith([
		{ parent: 'elsewhere', pid: 7 },
		{ parent: '', pid: 8 }
	]);
	expect(await engineParent(docker, { dockerHost, proc: root })).toBe('apps');
});

it.each([
	[['/usr/bin/dockerd', '--cgroup-parent=/apps'], 'apps'],
	[['/usr/bin/dockerd', '-H', 'fd://', '--cgroup-parent', 'apps'], 'apps'],
	[['dockerd', '-H', 'unix:///run/docker.sock', '--cgroup-parent', 'apps'], 'apps'],
	[['dockerd', '--host=unix:///other.sock', '--cgroup-parent', 'apps'], null],
	[['dockerd', '--debug'], null],
	[['/usr/bin/node', '--cgroup-parent', 'apps'], null]
])('asks the arguments of the engine while nothing runs: %j', async (words, parent) => {
	const { root, write } = await controlFiles({ 'stat/none': '' });
	const none = join(root, 'none.json');
	await write('42/cmdline', [...words, '--config-file', none, ''].join('\0'));
	expect(await engineParent(engineWith([]), { dockerHost, proc: root })).toBe(parent);
});

it('asks the configuration file of the engine, too', async () => {
	const { root, write } = await controlFiles({
		'daemon.json': '{"cgroup-parent": "/apps", "hosts": ["unix:///var/run/docker.sock"]}'
	});
	await write('42/cmdline', ['dockerd', '--config-file', join(root, 'daemon.json'), ''].join('\0'));
	expect(await engineParent(engineWith([]), { dockerHost, proc: root })).toBe('apps');
});
