import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { AppError } from '#engine/error.ts';

export interface Ran {
	code: number | null;
	/** What it printed on both streams; empty when its output was inherited. */
	output: string;
}

/** Runs a program to its end, without a shell; a program that does not exist has the code 127. */
export async function run(
	command: string,
	args: string[],
	options: SpawnOptions = {}
): Promise<Ran> {
	const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
	let output = '';
	child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	try {
		const [code] = (await once(child, 'close')) as [number | null];
		return { code, output };
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
			return { code: 127, output: `${command} was not found` };
		throw error;
	}
}

/** The same for a program that must succeed. Errors: command_failed with the end of what it printed. */
export async function mustRun(
	command: string,
	args: string[],
	options: SpawnOptions = {}
): Promise<string> {
	const { code, output } = await run(command, args, options);
	if (code === 0) return output;
	const words = [command, ...args].join(' ');
	throw new AppError('command_failed', 500, `${words} ended with ${code ?? 'a signal'}`, {
		hint: output.trim().split('\n').slice(-15).join('\n')
	});
}
