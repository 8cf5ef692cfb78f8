import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { memoryBuilder } from '../memory-builder.ts';
import type { BuildRequest } from '../port.ts';
import { StepFailure } from '../step-failure.ts';
import { governedBuilder, type GovernedOptions } from './governed-builder.ts';
import { memoryGovernor } from './memory-governor.ts';
import type { BuildRules } from './port.ts';
import type { Space } from '../../disk-space.ts';
import { floors } from './room.ts';

const gibibyte = 2 ** 30;
const plenty: Space = { freeBytes: 50 * gibibyte, totalBytes: 100 * gibibyte };
const none = { memoryHits: 0, kills: 0, refusedForks: 0 };

/** A governed builder over fakes, whose surroundings a test changes. */
function world(change: Partial<GovernedOptions> = {}) {
	const builder = memoryBuilder();
	const governor = memoryGovernor();
	const room = { memory: plenty, disk: plenty };
	const rules: BuildRules = {
		limits: { memoryBytes: 4 * gibibyte, swapBytes: 0, cpuMillis: 0, pidsLimit: 100, slots: 1 },
		seconds: 60,
		idleSeconds: 60
	};
	const governed = governedBuilder(builder, {
		rules: async () => rules,
		governor: async () => governor,
		room: { memory: async () => room.memory, disks: async () => [room.disk] },
		pace: { memory: 60_000, disk: 20, look: 5, watch: 5 },
		...change
	});
	return { builder, governor, room, rules, governed };
}

let count = 0;

function request(signal = AbortSignal.timeout(20_000)): BuildRequest & { lines: string[] } {
	const lines: string[] = [];
	return {
		context: Readable.from(['']),
		files: [],
		ignore: null,
		dockerfile: 'Dockerfile',
		dockerfileText: 'FROM scratch',
		reference: `gantry/test:${++count}`,
		labels: {},
		onLine: (line) => void lines.push(line),
		signal,
		lines
	};
}

const gate = () => {
	let open = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { open, opened };
};

const ended = (exitCode: number | null) =>
	new StepFailure({ command: 'RUN make', exitCode }, `ended with ${exitCode}`, { hint: '' });

describe('builds at the same time', () => {
	it('are as many as the settings say, also when they say so later', async () => {
		const { builder, rules, governed } = world();
		const gates = [gate(), gate(), gate()];
		let running = 0;
		builder.onBuild = () => gates[running++]?.opened;
		const asked = [request(), request(), request()];
		const builds = asked.map((one) => governed.build(one));
		await expect.poll(() => running).toBe(1);
		expect(asked[1]?.lines).toEqual(['Waiting for another build to end']);
		rules.limits.slots = 2;
		await expect.poll(() => running).toBe(2);
		gates[0]?.open();
		await expect.poll(() => running).toBe(3);
		gates.forEach(({ open }) => open());
		expect(await Promise.all(builds)).toHaveLength(3);
	});

	it('are limited anew before each', async () => {
		const { governor, rules, governed } = world();
		await governed.build(request());
		rules.limits = { ...rules.limits, memoryBytes: gibibyte };
		await governed.build(request());
		expect(governor.limits.map(({ memoryBytes }) => memoryBytes)).toEqual([4 * gibibyte, gibibyte]);
	});

	it('run where limits can not be had, and say why there are none', async () => {
		const { governor, governed } = world();
		governor.because = 'the Docker engine runs rootless';
		const asked = request();
		await governed.build(asked);
		expect(asked.lines).toEqual([
			'Builds run without limits because the Docker engine runs rootless'
		]);
	});
});

describe('a build begins', () => {
	const little: Space = { freeBytes: 0.5 * gibibyte, totalBytes: 16 * gibibyte };

	it('once there is memory again', async () => {
		const { room, governed } = world();
		room.memory = little;
		const asked = request();
		const building = governed.build(asked);
		await expect
			.poll(() => asked.lines)
			.toEqual(['Waiting for memory: 512 MB free of 16 GB, at least 1 GB are kept free']);
		room.memory = plenty;
		await building;
	});

	it('not at all when the memory does not come back in time', async () => {
		const { builder, room, governed } = world({
			pace: { memory: 20, disk: 20, look: 5, watch: 5 }
		});
		room.memory = little;
		await expect(governed.build(request())).rejects.toMatchObject({
			code: 'not_enough_memory',
			message: 'Not enough memory for a build: 512 MB free of 16 GB, at least 1 GB are kept free'
		});
		expect(builder.built).toEqual([]);
	});

	it('not after it was cancelled while it waited', async () => {
		const { room, governed } = world();
		room.memory = little;
		const cancel = new AbortController();
		const asked = request(cancel.signal);
		const building = governed.build(asked);
		await expect.poll(() => asked.lines.length).toBe(1);
		cancel.abort(new Error('cancelled'));
		await expect(building).rejects.toThrow('cancelled');
		room.memory = plenty;
		await governed.build(request());
	});

	it('after a clean-up when the disk is short', async () => {
		const { room, governed } = world({ makeRoom: async () => void (room.disk = plenty) });
		room.disk = { freeBytes: 3.1 * gibibyte, totalBytes: 252 * gibibyte };
		const asked = request();
		await governed.build(asked);
		expect(asked.lines).toEqual([
			'Little disk is left: 3.1 GB free of 252 GB, at least 5 GB are kept free. Cleaning up'
		]);
	});

	it('once the engine has deleted what was removed, which takes it a while', async () => {
		const tight = { freeBytes: gibibyte, totalBytes: 252 * gibibyte };
		const looks = [tight, tight, tight, tight];
		const disks = async () => [looks.shift() ?? plenty];
		const { governed } = world({
			room: { memory: async () => plenty, disks },
			pace: { memory: 60_000, disk: 60_000, look: 5, watch: 60_000 }
		});
		await governed.build(request());
		expect(looks).toEqual([]);
	});

	it('once what a failed build held can be removed, too', async () => {
		let passes = 0;
		const { room, governed } = world({
			makeRoom: async () => void (++passes > 2 && (room.disk = plenty)),
			pace: { memory: 60_000, disk: 60_000, look: 5, watch: 60_000 }
		});
		room.disk = { freeBytes: gibibyte, totalBytes: 252 * gibibyte };
		const asked = request();
		await governed.build(asked);
		expect(asked.lines.at(-1)).toBe('Waiting until Docker gives back what earlier builds held');
	});

	it('not on a disk that stays nearly full', async () => {
		const { room, governed } = world();
		room.disk = { freeBytes: 3.1 * gibibyte, totalBytes: 252 * gibibyte };
		await expect(governed.build(request())).rejects.toMatchObject({
			code: 'not_enough_disk',
			message: 'Not enough disk for a build: 3.1 GB free of 252 GB, at least 5 GB are kept free'
		});
	});

	it('on a small disk with a tenth of it free', () => {
		expect(floors.disk(20 * gibibyte)).toBe(2 * gibibyte);
		expect(floors.disk(2000 * gibibyte)).toBe(5 * gibibyte);
	});
});

describe('a build ends', () => {
	const hung = ({ signal }: BuildRequest) =>
		new Promise<void>((_, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason as Error));
		});

	it('when it prints nothing for long, with what it printed last', async () => {
		const { builder, rules, governed } = world();
		rules.idleSeconds = 0.05;
		builder.onBuild = (one) => {
			one.onLine('#3 [2/4] RUN npm ci', 'gantry');
			return hung(one);
		};
		await expect(governed.build(request())).rejects.toMatchObject({
			code: 'build_timed_out',
			message: 'Build failed: it printed nothing for 0.05 s',
			hint: expect.stringMatching(/^#3 \[2\/4\] RUN npm ci\n.*Settings, Builds/)
		});
	});

	it('when it takes too long, however much it prints', async () => {
		const { builder, rules, governed } = world();
		rules.seconds = 0.2;
		builder.onBuild = async (one) => {
			const talk = setInterval(() => one.onLine('still here', 'stdout'), 5);
			await hung(one).finally(() => clearInterval(talk));
		};
		await expect(governed.build(request())).rejects.toMatchObject({
			message: 'Build failed: it took longer than 0.2 s',
			hint: expect.stringContaining('still here')
		});
	});

	it('while there is some disk left', async () => {
		const { builder, room, governed } = world();
		builder.onBuild = (one) => {
			room.disk = { freeBytes: 2 * gibibyte, totalBytes: 252 * gibibyte };
			return hung(one);
		};
		await expect(governed.build(request())).rejects.toMatchObject({
			code: 'disk_full',
			message: 'Build failed: the disk is full: 2 GB free of 252 GB, builds end below 2.5 GB'
		});
	});

	it('with its own end when it is cancelled', async () => {
		const { builder, governed } = world();
		const cancel = new AbortController();
		builder.onBuild = hung;
		const building = governed.build(request(cancel.signal));
		await expect.poll(() => builder.built.length).toBe(1);
		cancel.abort(new Error('cancelled'));
		await expect(building).rejects.toThrow('cancelled');
	});
});

describe('a failure is named', () => {
	it.each([
		[137, 'build_out_of_memory'],
		[null, 'build_out_of_memory'],
		[1, 'build_out_of_memory']
	])('after the memory limit, with exit code %s', async (exitCode, code) => {
		const { builder, governor, governed } = world();
		builder.onBuild = () => {
			governor.strain = { ...none, memoryHits: 1, kills: 1 };
			throw ended(exitCode);
		};
		await expect(governed.build(request())).rejects.toMatchObject({
			code,
			message: 'Build failed: RUN make needed more than the 4 GB of memory that builds may use'
		});
	});

	it('after the limit of processes', async () => {
		const { builder, governor, governed } = world();
		builder.onBuild = () => {
			governor.strain = { ...none, refusedForks: 1 };
			throw ended(2);
		};
		await expect(governed.build(request())).rejects.toMatchObject({
			code: 'build_too_many_processes',
			message: 'Build failed: RUN make needed more than the 100 processes that builds may have'
		});
	});

	it('for what it is when no counter rose, as before it began', async () => {
		const { builder, governor, governed } = world();
		governor.strain = { memoryHits: 9, kills: 9, refusedForks: 9 };
		builder.onBuild = () => {
			throw ended(1);
		};
		await expect(governed.build(request())).rejects.toMatchObject({ code: 'build_failed' });
	});

	it('for what it is when another build beside it may be the one that was killed', async () => {
		const { builder, governor, rules, governed } = world();
		rules.limits.slots = 2;
		const [first, second] = [gate(), gate()];
		builder.onBuild = async ({ reference }) => {
			await (reference === one.reference ? first.opened : second.opened);
			if (reference === one.reference) throw ended(1);
		};
		const one = request();
		const [failing, other] = [governed.build(one), governed.build(request())];
		await expect.poll(() => builder.built.length).toBe(2);
		governor.strain = { ...none, memoryHits: 1, kills: 1 };
		first.open();
		await expect(failing).rejects.toMatchObject({ code: 'build_failed' });
		second.open();
		await other;
	});
});
