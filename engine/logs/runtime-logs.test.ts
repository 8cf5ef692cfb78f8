import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtImage, deploymentSpec } from '../pipeline/testing/spec.ts';
import { planContainer } from '../runtime/container-plan.ts';
import { type MemoryRuntime, memoryRuntime } from '../runtime/memory-runtime.ts';
import { RuntimeLogs } from './runtime-logs.ts';

const spec = deploymentSpec();
const plan = planContainer(spec, builtImage());
const signal = AbortSignal.timeout(20_000);
let folder = '';
let path = '';
let runtime: MemoryRuntime;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-log-'));
	path = join(folder, 'service.log');
	runtime = memoryRuntime();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const texts = async () =>
	(await readFile(path, 'utf8').catch(() => ''))
		.split('\n')
		.filter(Boolean)
		.map((line) => line.split('\t')[3]);

/** A worker that lives until `stop`. */
function worker(secrets: string[] = []) {
	const end = new AbortController();
	const errors: unknown[] = [];
	const logs = new RuntimeLogs({
		runtime,
		installation: spec.installation,
		pathOf: () => path,
		secretsOf: async () => secrets,
		onError: (error) => errors.push(error)
	});
	const running = logs.run(end.signal);
	return {
		logs,
		async stop() {
			end.abort();
			await running;
			expect(errors).toEqual([]);
		}
	};
}

const settled = (count: number) => expect.poll(texts).toHaveLength(count);

describe('the log of a service', () => {
	it('holds what its containers print, with time, stream and container', async () => {
		const { stop } = worker();
		await runtime.start(plan, { signal });
		runtime.print(plan.name, 'hello');
		runtime.print(plan.name, 'oops', 'stderr');
		await settled(2);
		await stop();
		const [first = '', second = ''] = (await readFile(path, 'utf8')).split('\n');
		expect(first).toMatch(new RegExp(`^\\d{13}\to\t${plan.name}\thello$`));
		expect(second).toMatch(new RegExp(`^\\d{13}\te\t${plan.name}\toops$`));
	});

	it('has no secret in it', async () => {
		const { stop } = worker(['hunter2hunter2']);
		await runtime.start(plan, { signal });
		runtime.print(plan.name, 'it is hunter2hunter2');
		await settled(1);
		await stop();
		expect(await readFile(path, 'utf8')).not.toContain('hunter2');
	});

	it('goes on without loss or doubling when the worker was away', async () => {
		const first = worker();
		await runtime.start(plan, { signal });
		for (let i = 0; i < 300; i++) runtime.print(plan.name, `line ${i}`);
		await settled(300);
		await first.stop();
		for (let i = 300; i < 600; i++) runtime.print(plan.name, `line ${i}`);
		const second = worker();
		await settled(600);
		runtime.print(plan.name, 'line 600');
		await settled(601);
		await second.stop();
		expect(await texts()).toEqual(Array.from({ length: 601 }, (_, i) => `line ${i}`));
	});

	it('goes on exactly after any line that a crash left, and after a rotation', async () => {
		const first = worker();
		await runtime.start(plan, { signal });
		for (let i = 0; i < 200; i++) runtime.print(plan.name, `line ${i}`);
		await settled(200);
		await first.stop();
		const whole = await readFile(path, 'utf8');
		const lines = whole.split('\n');
		for (const kept of [0, 1, 77, 199]) {
			await truncate(path, lines.slice(0, kept).join('\n').length + (kept > 0 ? 1 : 0));
			const next = worker();
			await settled(200);
			await next.stop();
			expect(await readFile(path, 'utf8')).toBe(whole);
		}
		await writeFile(`${path}.tmp`, '');
		const { mkdir, rename } = await import('node:fs/promises');
		await mkdir(`${path}.old`);
		await rename(path, join(`${path}.old`, String(whole.length)));
		const last = worker();
		await runtime.stop(plan.name, { graceSeconds: 0 });
		await runtime.start(plan, { signal });
		runtime.print(plan.name, 'line 200');
		await settled(1);
		await last.stop();
		expect(await texts()).toEqual(['line 200']);
	});

	it('says when an app ended by itself, and follows it again after it was restarted', async () => {
		const { stop } = worker();
		await runtime.start(plan, { signal });
		runtime.print(plan.name, 'one');
		await settled(1);
		runtime.exit(plan.name, 1);
		await runtime.start(plan, { signal });
		runtime.print(plan.name, 'two');
		await settled(3);
		await stop();
		expect(await texts()).toEqual(['one', 'The app ended with exit code 1', 'two']);
	});

	it('says nothing of an app that was asked to stop', async () => {
		const { stop } = worker();
		await runtime.start(plan, { signal });
		runtime.print(plan.name, 'one');
		await settled(1);
		await runtime.stop(plan.name, { graceSeconds: 1 });
		await runtime.start(plan, { signal });
		runtime.exit(plan.name, 137, { outOfMemory: true });
		await settled(2);
		await stop();
		expect((await texts())[1]).toBe('The app was killed: it used more memory than it may');
	});

	it('holds what Gantry has to say about a service', async () => {
		const { stop, logs } = worker();
		await logs.note(spec.service, 'nightly', 'left out');
		await settled(1);
		await stop();
	});
});
