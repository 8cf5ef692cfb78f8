import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyNot } from './cgroup-files.ts';
import { cgroupMounts } from './cgroup-mounts.ts';
import { cgroupV1 } from './cgroup-v1.ts';
import { cgroupV2 } from './cgroup-v2.ts';
import { chooseGovernor } from './find-governor.ts';
import { memoryGovernor } from './memory-governor.ts';
import { noGovernor } from './no-governor.ts';
import type { BuildLimits, Governor } from './port.ts';
import { systemdSteps } from './systemd-steps.ts';
import { controlFiles } from './testing/files.ts';

const gibibyte = 2 ** 30;
const limits: BuildLimits = {
	memoryBytes: 4 * gibibyte,
	swapBytes: gibibyte,
	cpuMillis: 1500,
	pidsLimit: 4096,
	slots: 2
};

const v2Files = {
	'cgroup.subtree_control': 'cpuset cpu',
	'docker/cgroup.subtree_control': '',
	'docker/buildkit/memory.max': 'max',
	'docker/buildkit/memory.swap.max': 'max',
	'docker/buildkit/memory.events': 'low 0\nhigh 0\nmax 7\noom 1\noom_kill 1',
	'docker/buildkit/pids.events': 'max 3'
};
const v1Files = {
	'memory/docker/buildkit/memory.limit_in_bytes': '9223372036854771712',
	'memory/docker/buildkit/memory.memsw.limit_in_bytes': '9223372036854771712',
	'memory/docker/buildkit/memory.max_usage_in_bytes': '4096'
};

describe('limits for all builds together', () => {
	it('are written to the unified hierarchy, with the controllers handed down', async () => {
		const { root, read } = await controlFiles(v2Files);
		const governor = cgroupV2({ root, parent: 'docker/buildkit' });
		expect(await governor.limit(limits)).toMatchObject({ holds: 'together', pidsLimit: 4096 });
		// The kernel adds to this file what is written to it.
		expect(await read('cgroup.subtree_control')).toBe('+memory +pids');
		expect(await read('docker/cgroup.subtree_control')).toBe('+cpu +memory +pids');
		expect(await read('docker/buildkit/memory.max')).toBe('4294967296');
		expect(await read('docker/buildkit/memory.swap.max')).toBe('1073741824');
		expect(await read('docker/buildkit/cpu.weight')).toBe('12');
		expect(await read('docker/buildkit/cpu.max')).toBe('150000 100000');
		expect(await read('docker/buildkit/pids.max')).toBe('4096');
		expect(await governor.tend()).toEqual({ memoryHits: 7, kills: 1, refusedForks: 3 });
	});

	it('leave out swap where the kernel counts none', async () => {
		const { 'docker/buildkit/memory.swap.max': _none, ...files } = v2Files;
		const { root, read } = await controlFiles(files);
		await cgroupV2({ root, parent: 'docker/buildkit' }).limit({ ...limits, cpuMillis: 0 });
		expect(await read('docker/buildkit/memory.swap.max')).toBeNull();
		expect(await read('docker/buildkit/cpu.max')).toBe('max 100000');
	});

	it('are written to the hierarchies of version 1', async () => {
		const { root, read } = await controlFiles(v1Files);
		const at = (name: string) => join(root, name);
		const mounts = { memory: at('memory'), cpu: at('cpu,cpuacct'), pids: at('pids') };
		await cgroupV1({ mounts, parent: 'docker/buildkit' }).limit(limits);
		expect(await read('memory/docker/buildkit/memory.limit_in_bytes')).toBe('4294967296');
		expect(await read('memory/docker/buildkit/memory.memsw.limit_in_bytes')).toBe('5368709120');
		expect(await read('cpu,cpuacct/docker/buildkit/cpu.shares')).toBe('128');
		expect(await read('cpu,cpuacct/docker/buildkit/cpu.cfs_quota_us')).toBe('150000');
		expect(await read('pids/docker/buildkit/pids.max')).toBe('4096');
	});

	it('count in version 1 what the kernel forgets with each step', async () => {
		const { root, write } = await controlFiles({ ...v1Files, 'proc/vmstat': 'oom_kill 5' });
		const at = (name: string) => join(root, name);
		const mounts = { memory: at('memory'), cpu: at('cpu'), pids: at('pids') };
		const governor = cgroupV1({ mounts, parent: 'docker/buildkit', proc: at('proc') });
		await governor.limit(limits);
		expect(await governor.tend()).toEqual({ memoryHits: 0, kills: 5, refusedForks: 0 });
		await write('memory/docker/buildkit/memory.max_usage_in_bytes', '4294900000');
		await write('pids/docker/buildkit/step/pids.events', 'max 2');
		await write('proc/vmstat', 'pgfault 1\noom_kill 6');
		expect(await governor.tend()).toEqual({ memoryHits: 1, kills: 6, refusedForks: 2 });
		expect(await governor.tend()).toMatchObject({ memoryHits: 1 });
	});

	it('let steps die before anything else', async () => {
		const { root, read } = await controlFiles({
			...v2Files,
			'docker/buildkit/step/cgroup.procs': '41\n42',
			'proc/41/oom_score_adj': '-500',
			'proc/42/oom_score_adj': '800'
		});
		await cgroupV2({ root, parent: 'docker/buildkit', proc: join(root, 'proc') }).tend();
		expect(await read('proc/41/oom_score_adj')).toBe('800');
		expect(await read('proc/42/oom_score_adj')).toBe('800');
	});
});

describe('limits for each step', () => {
	it('are set when one appears, to the memory of one slot', async () => {
		const { root, read, write } = await controlFiles({ 'docker.service/cgroup.procs': '1' });
		const governor = systemdSteps({ folder: root, prefix: 'system.slice:docker:' });
		expect(await governor.limit(limits)).toEqual({
			holds: 'each step',
			memoryBytes: 2 * gibibyte,
			pidsLimit: 4096
		});
		await write('system.slice:docker:abc/memory.max', 'max');
		await governor.tend();
		expect(await read('system.slice:docker:abc/memory.max')).toBe('2147483648');
		expect(await read('system.slice:docker:abc/memory.oom.group')).toBe('1');
		expect(await read('docker.service/memory.max')).toBeNull();
	});

	it('are told to be looked for as soon as something appears', async () => {
		const { root, write } = await controlFiles({});
		const governor = systemdSteps({ folder: root, prefix: 'system.slice:docker:' });
		let end = () => {};
		const begun = new Promise<void>((resolve) => (end = governor.onStep(resolve)));
		await write('system.slice:docker:abc/memory.max', 'max');
		await begun;
		end();
	});
});

const v1Mounts = [
	'tmpfs /sys/fs/cgroup tmpfs rw 0 0',
	'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0',
	'cgroup /sys/fs/cgroup/memory cgroup rw,relatime,memory 0 0',
	'cgroup /sys/fs/cgroup/pids cgroup rw,relatime,pids 0 0',
	'cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0'
].join('\n');
const v2Mounts = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nsdelegate 0 0';

describe('the way to limits', () => {
	it('is found in what is mounted', () => {
		expect(cgroupMounts(v1Mounts)).toEqual({
			version: 1,
			mounts: {
				memory: '/sys/fs/cgroup/memory',
				cpu: '/sys/fs/cgroup/cpu,cpuacct',
				pids: '/sys/fs/cgroup/pids'
			}
		});
		expect(cgroupMounts(v2Mounts)).toEqual({ version: 2, root: '/sys/fs/cgroup' });
		expect(cgroupMounts('proc /proc proc rw 0 0')).toEqual({ version: null });
	});

	it.each([
		['tcp://10.0.0.7:2376', {}, v2Mounts, 'the Docker engine is on another machine'],
		[
			'unix:///run/user/1000/docker.sock',
			{ SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'] },
			v2Mounts,
			'the Docker engine runs rootless'
		],
		['unix:///var/run/docker.sock', {}, null, 'this machine has no cgroups that Gantry knows'],
		[
			'unix:///var/run/docker.sock',
			{ CgroupDriver: 'systemd' },
			v1Mounts,
			'the Docker engine uses the systemd driver on cgroups of version 1'
		],
		[
			'unix:///var/run/docker.sock',
			{ CgroupDriver: 'systemd', parent: 'apps.slice' },
			v2Mounts,
			'the Docker engine uses the systemd driver with apps.slice as cgroup-parent'
		]
	])('is missing for %s with %j', async (dockerHost, facts, mounts, because) => {
		const cgroupParent = 'parent' in facts ? facts.parent : null;
		const governor = chooseGovernor(facts, { dockerHost, mounts, cgroupParent });
		expect(await governor.limit(limits)).toEqual({ holds: 'nothing', because });
	});

	it('says what stands in its way', async () => {
		const { root } = await controlFiles({ docker: 'a file where a folder belongs' });
		expect(await cgroupV2({ root, parent: 'docker/buildkit' }).limit(limits)).toEqual({
			holds: 'nothing',
			because: `${root}/docker/buildkit can not be set (ENOTDIR)`
		});
		const denied = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/sys/fs/cgroup/a' });
		expect(whyNot(denied)).toBe('this user may not write to /sys/fs/cgroup/a');
	});
});

/** What the fake and the real ones all do. */
describe.each<[string, () => Promise<Governor>]>([
	['memory', async () => memoryGovernor()],
	['none', async () => noGovernor('it is a test')],
	[
		'v2',
		async () => cgroupV2({ root: (await controlFiles(v2Files)).root, parent: 'docker/buildkit' })
	],
	['steps', async () => systemdSteps({ folder: (await controlFiles({})).root, prefix: 'x' })]
])('a governor (%s)', (_name, open) => {
	it('holds what it says it reaches, and says the same when asked again', async () => {
		const governor = await open();
		const reached = await governor.reach();
		const first = await governor.limit(limits);
		expect(first.holds).toBe(reached.holds);
		expect(await governor.limit(limits)).toEqual(first);
	});

	it('has counters that begin as numbers and do not fall', async () => {
		const governor = await open();
		const [before, after] = [await governor.tend(), await governor.tend()];
		for (const key of ['memoryHits', 'kills', 'refusedForks'] as const) {
			expect(after[key]).toBeGreaterThanOrEqual(before[key]);
		}
	});
});
