import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DeploymentSpec } from '../../spec.ts';

/** Deploys in a process like the worker's; answers the most memory it held, in bytes. */
export async function deployMeasured(folder: string, spec: DeploymentSpec): Promise<number> {
	const script = join(import.meta.dirname, 'measured-worker.ts');
	const { stdout } = await promisify(execFile)(process.execPath, [
		script,
		JSON.stringify({ folder, spec })
	]);
	return Number(stdout.trim());
}
