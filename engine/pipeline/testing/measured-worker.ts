import type { DeploymentSpec } from '../../spec.ts';
import { deploy } from '../deploy.ts';
import { memoryRecorder } from './memory-recorder.ts';
import { realEngine } from './real-engine.ts';

const { folder, spec } = JSON.parse(process.argv[2] ?? '{}') as {
	folder: string;
	spec: DeploymentSpec;
};

/** Deploys in a process of its own and says how much memory that took at most, in bytes. */
const engine = await realEngine(folder);
await deploy(spec, {
	engine,
	recorder: memoryRecorder(),
	signal: AbortSignal.timeout(1_200_000)
});
console.log(process.resourceUsage().maxRSS * 1024);
