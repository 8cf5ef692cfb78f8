import { beforeEach, describe, expect, it } from 'vitest';
import { objectNames } from '../spec.ts';
import { deploy } from './deploy.ts';
import { memoryDeployments } from './testing/memory-deployments.ts';
import { memoryRecorder } from './testing/memory-recorder.ts';
import { deploymentSpec } from './testing/spec.ts';

const { service } = deploymentSpec();
let world: Awaited<ReturnType<typeof memoryDeployments>>;

beforeEach(async () => {
	world = await memoryDeployments();
});

describe('cancelling', () => {
	it.each(['checkout', 'detect', 'build', 'start', 'check'])(
		'in the step %s ends it with the reason and leaves the old version alone',
		async (step) => {
			const first = await world.run();
			const before = await world.entry();
			world.push('two');
			const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 30));
			for (const [port, method] of [
				[world.engine.checkout, 'fetch'],
				[world.engine.runtime, 'start']
			] as const) {
				const call = (port as never as Record<string, (...given: unknown[]) => Promise<unknown>>)[
					method
				];
				(port as never as Record<string, unknown>)[method] = async (...given: unknown[]) => {
					const result = await call?.apply(port, given);
					await slow();
					return result;
				};
			}
			world.engine.builder.onBuild = slow;
			world.engine.prober.answer = () => ({ healthy: false, detail: 'not yet' });
			const { error, recorder } = await world.run({}, { cancelAt: step });
			expect(error).toMatchObject({ message: 'cancelled' });
			expect(recorder.live).toBeNull();
			expect(world.containers()).toEqual([first.name]);
			expect(await world.entry()).toEqual(before);
			expect(world.engine.builder.images.size).toBe(1);
		}
	);

	it('is not held up by a step that does not listen', async () => {
		world.engine.builder.onBuild = () => new Promise(() => {});
		const began = Date.now();
		const { error, recorder } = await world.run({}, { cancelAt: 'build' });
		expect(error).toMatchObject({ message: 'cancelled' });
		expect(recorder.steps.at(-1)).toBe('build cancelled');
		expect(Date.now() - began).toBeLessThan(5000);
	});
});

describe('after a crash', () => {
	/** Everything a deployment calls, in order: the places at which a worker can be lost. */
	const calls = async () => {
		let number = 0;
		watchCalls(() => void number++);
		await world.run();
		return number;
	};

	function watchCalls(onCall: () => void): void {
		for (const part of [
			world.engine.checkout,
			world.engine.builder,
			world.engine.runtime,
			world.engine.names,
			world.engine.proxy
		]) {
			const target = part as never as Record<string, unknown>;
			for (const name of [
				'fetch',
				'find',
				'build',
				'tag',
				'list',
				'remove',
				'ensureNetwork',
				'start',
				'update',
				'ensure',
				'visit'
			]) {
				const call = target[name];
				if (typeof call !== 'function') continue;
				target[name] = async (...given: unknown[]) => {
					const result: unknown = await call.apply(part, given);
					onCall();
					return result;
				};
			}
		}
	}

	it('is finished by a second run, wherever the first was lost, with nothing left over', async () => {
		const total = await calls();
		expect(total).toBeGreaterThan(8);
		for (let lost = 1; lost <= total; lost++) {
			world = await memoryDeployments();
			await world.run();
			world.push('two');
			let number = 0;
			let isLost = false;
			const never = new Promise<never>(() => {});
			const lostNow = Promise.withResolvers<void>();
			watchCalls(() => {
				if (++number !== lost) return;
				isLost = true;
				lostNow.resolve();
			});
			const spec = deploymentSpec({ deployment: '22222222xxxxxxxxxxxx' });
			const signal = AbortSignal.timeout(20_000);
			const lostRun = deploy(spec, {
				engine: cutOff(world.engine, () => isLost, never),
				recorder: memoryRecorder(),
				signal
			});
			await Promise.race([lostRun, lostNow.promise]);
			const recorder = memoryRecorder();
			await deploy(spec, { engine: world.engine, recorder, signal });
			const name = objectNames.container(service, spec.deployment);
			expect(world.containers()).toEqual([name]);
			expect((await world.entry())?.targets).toEqual([
				{ address: (await world.engine.runtime.inspect(name))?.address, port: 8080 }
			]);
			expect(world.images()).toEqual([objectNames.image(service, spec.deployment)]);
		}
	}, 60_000);
});

/** The engine as a killed worker leaves it: from that moment on no call of its goes through, clean-up included. */
function cutOff<T extends object>(engine: T, isLost: () => boolean, never: Promise<never>): T {
	const wrap = <P extends object>(part: P): P =>
		new Proxy(part, {
			get(target, key, receiver) {
				const value: unknown = Reflect.get(target, key, receiver);
				if (typeof value !== 'function') return value;
				return (...given: unknown[]) => (isLost() ? never : value.apply(target, given));
			}
		});
	return Object.fromEntries(
		Object.entries(engine).map(([name, part]) => [name, wrap(part as object)])
	) as T;
}
