import type { Container } from '../runtime/port.ts';

/** What exit codes mean by convention of shells and of Docker. */
const meanings: Record<number, { meaning: string; hint: string }> = {
	126: {
		meaning: 'the command can not be executed',
		hint: 'Make the file executable (chmod +x), or name its interpreter in the command.'
	},
	127: {
		meaning: 'the command was not found',
		hint: 'Check the command for a slip of the pen, and that the image contains the program.'
	},
	132: {
		meaning: 'an instruction that this processor does not have',
		hint: 'The program was built for another kind of processor.'
	},
	134: { meaning: 'it aborted itself', hint: 'Its last lines say why.' },
	137: {
		meaning: 'it was killed',
		hint: 'Most often memory ran out, of its own limit or of the machine: raise the limit in the settings, or make the app need less.'
	},
	139: {
		meaning: 'a memory fault (segmentation fault)',
		hint: 'A native module may have been built for another system than the image.'
	},
	143: { meaning: 'it was asked to stop', hint: 'Something sent it SIGTERM.' }
};

type Ended = Pick<Container, 'exitCode' | 'outOfMemory'>;

export interface ExitReason {
	/** "ended with exit code 127", "was killed" */
	what: string;
	/** "the command was not found"; empty: nobody knows. */
	meaning: string;
	hint: string | undefined;
}

/** How a container ended and what that means, as far as code and last lines tell. */
export function exitReason(
	ended: Ended | null,
	{ memoryBytes, lines = [] }: { memoryBytes: number; lines?: string[] }
): ExitReason {
	const { exitCode = null, outOfMemory = false } = ended ?? {};
	if (outOfMemory) {
		return {
			what: 'was killed',
			meaning: `it used more than its ${Math.round(memoryBytes / 2 ** 20)} MB of memory`,
			hint: 'Raise the memory limit in the settings, or make the app need less.'
		};
	}
	const what = `ended with exit code ${exitCode ?? 'unknown'}`;
	if (lines.some((line) => /exec format error/i.test(line))) {
		return {
			what,
			meaning: 'the program is built for another kind of processor',
			hint: `This machine is ${process.arch}. Build the image, or the program in it, for that.`
		};
	}
	const known = exitCode === null ? undefined : meanings[exitCode];
	return { what, meaning: known?.meaning ?? '', hint: known?.hint };
}

/** The same as one clause: "ended with exit code 127: the command was not found". */
export function exitWords(ended: Ended | null, memoryBytes: number): string {
	const { what, meaning } = exitReason(ended, { memoryBytes });
	return meaning === '' ? what : `${what}: ${meaning}`;
}
