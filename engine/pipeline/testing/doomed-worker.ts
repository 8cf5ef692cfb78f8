import type { DeploymentSpec } from '../../spec.ts';
import { deploy } from '../deploy.ts';
import type { Engine } from '../step.ts';
import { memoryRecorder } from './memory-recorder.ts';
import { realEngine } from './real-engine.ts';

/** A worker that ends itself as `kill -9` would, at one place of a deployment. */
interface Doom {
	folder: string;
	spec: DeploymentSpec;
	/** "build line", "started check", "names.update after", … */
	at: string;
}

const { folder, spec, at } = JSON.parse(process.argv[2] ?? '{}') as Doom;

function reach(place: string): void {
	if (place === at) process.kill(process.pid, 'SIGKILL');
}

function doomed<T extends object>(name: string, part: T): T {
	return new Proxy(part, {
		get(target, key) {
			const value: unknown = Reflect.get(target, key);
			if (typeof value !== 'function') return value;
			return (...given: unknown[]) => {
				reach(`${name}.${String(key)} before`);
				const result: unknown = value.apply(target, given);
				if (!(result instanceof Promise)) return result;
				return result.finally(() => reach(`${name}.${String(key)} after`));
			};
		}
	});
}

const engine = await realEngine(folder);
const parts = Object.entries(engine).map(([name, part]) => [name, doomed(name, part as object)]);
const recorder = memoryRecorder();
await deploy(spec, {
	engine: Object.fromEntries(parts) as Engine,
	recorder: {
		...recorder,
		stepStarted: async (name) => reach(`started ${name}`),
		stepEnded: async (name) => reach(`ended ${name}`),
		log: (step, line) => reach(`${step} ${line.startsWith('tick') ? 'tick' : 'line'}`),
		goLive: async () => reach('live')
	},
	signal: AbortSignal.timeout(100_000)
});
