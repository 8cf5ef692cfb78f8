import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cgroupReader } from './cgroup.ts';
import { busySeconds, diskstats, limitOf, networkBytes } from './kernel-text.ts';

let root: string;
beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'gantry-kernel-'));
});
afterAll(() => rm(root, { recursive: true }));

async function kernel(name: string, files: Record<string, string>): Promise<string> {
	for (const [path, text] of Object.entries(files)) {
		const file = join(root, name, path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, text);
	}
	return join(root, name);
}

const netDev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    9000      10    0    0    0     0          0         0     9000      10    0    0    0     0       0          0
  eth0:    1200      12    0    0    0     0          0         0     3400      20    0    0    0     0       0          0
`;
const expected = {
	cpuSeconds: 12.5,
	memoryBytes: 60_000_000,
	memoryLimitBytes: 536_870_912,
	receivedBytes: 1200,
	sentBytes: 3400,
	readBytes: 4096,
	writtenBytes: 8192
};

describe('a container', () => {
	it('is read from one folder where the kernel has cgroup v2', async () => {
		const folder = 'sys/fs/cgroup/system.slice/docker-abc.scope';
		const at = await kernel('v2', {
			'proc/42/cgroup': '0::/system.slice/docker-abc.scope\n',
			'proc/42/net/dev': netDev,
			[`${folder}/cpu.stat`]: 'usage_usec 12500000\nuser_usec 1\n',
			[`${folder}/memory.current`]: '90000000\n',
			[`${folder}/memory.stat`]: 'anon 5\ninactive_file 30000000\n',
			[`${folder}/memory.max`]: '536870912\n',
			[`${folder}/io.stat`]: '8:0 rbytes=4096 wbytes=8192 rios=1 wios=2\n'
		});
		expect(cgroupReader(42, at)?.()).toEqual(expected);
	});

	it('is read from a folder a controller where it has v1', async () => {
		const at = await kernel('v1', {
			'proc/42/cgroup':
				'4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n2:blkio:/docker/abc\n0::/\n',
			'proc/42/net/dev': netDev,
			'sys/fs/cgroup/cpuacct/docker/abc/cpuacct.usage': '12500000000\n',
			'sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes': '90000000\n',
			'sys/fs/cgroup/memory/docker/abc/memory.stat': 'total_inactive_file 30000000\n',
			'sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': '536870912\n',
			'sys/fs/cgroup/blkio/docker/abc/blkio.throttle.io_service_bytes':
				'8:0 Read 4096\n8:0 Write 8192\n8:0 Total 12288\nTotal 12288\n'
		});
		expect(cgroupReader(42, at)?.()).toEqual(expected);
	});

	it('is left to the engine where it can not be seen', async () => {
		const at = await kernel('none', { 'proc/42/cgroup': '0::/elsewhere\n' });
		expect(cgroupReader(42, at)).toBeNull();
		expect(cgroupReader(43, at)).toBeNull();
	});
});

describe('what the kernel writes', () => {
	it('has words for no limit', () => {
		expect(limitOf('max\n')).toBeNull();
		expect(limitOf('9223372036854771712\n')).toBeNull();
		expect(limitOf('1024\n')).toBe(1024);
	});

	it('counts all that was not idle or waiting for a disk as busy, and the cores', () => {
		const text = 'cpu  100 0 50 9000 400 0 10 40 0 0\ncpu0 1 0\ncpu1 1 0\nintr 5\n';
		expect(busySeconds(text)).toEqual({ cpuSeconds: 2, cores: 2 });
	});

	it('counts a disk once, not its parts again', () => {
		const text = ['sda', 'sda1', 'nvme0n1', 'nvme0n1p2', 'loop0']
			.map((name, index) => `   8  ${index} ${name} 5 0 10 0 5 0 20 0 0 0 0`)
			.join('\n');
		expect(diskstats(text)).toEqual({ readBytes: 20 * 512, writtenBytes: 40 * 512 });
	});

	it('counts only the interfaces that are asked for', () => {
		expect(networkBytes(netDev, (name) => name === 'lo')).toEqual({
			receivedBytes: 9000,
			sentBytes: 9000
		});
	});
});
