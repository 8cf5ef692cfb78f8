import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

interface ProgramOptions {
	cwd?: string;
	env?: Record<string, string | undefined>;
	/** What it reads on standard input. */
	input?: Readable | string;
	signal: AbortSignal;
}

/** Runs a program to its end, without a shell; what it printed, or an Error with its last words. */
export async function runProgram(
	program: string,
	args: string[],
	{ cwd, env, input, signal }: ProgramOptions
): Promise<string> {
	const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, signal });
	let printed = '';
	let complained = '';
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
	// A program that ends without reading everything says why itself.
	const fed = pipeline(Readable.from(input ?? []), child.stdin).catch(() => {});
	const [code] = (await once(child, 'close')) as [number | null];
	await fed;
	if (code === 0) return printed.trim();
	const end = (complained || printed).trim().split('\n').slice(-15).join('\n');
	throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${end}`);
}
