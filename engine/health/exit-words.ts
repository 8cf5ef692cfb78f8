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
		hint: 'Something killed it, for instance the machine when its memory ran out.'
	},
	139: {
		meaning: 'a memory fault (segmentation fault)',
		hint: 'A native module may have been built for another system than the image.'
	},
	143: { meaning: 'it was asked to stop', hint: 'Something sent it SIGTERM.' }
};

interface ExitWords {
	/** "ended with exit code 127: the command was not found" */
	message: string;
	hint: string | undefined;
}

/** How a container ended, for people. */
export function exitWords(
	ended: Pick<Container, 'exitCode' | 'outOfMemory'> | null,
	memoryBytes: number
): ExitWords {
	const { exitCode = null, outOfMemory = false } = ended ?? {};
	if (outOfMemory) {
		return {
			message: `was killed: it used more than its ${Math.round(memoryBytes / 2 ** 20)} MB of memory`,
			hint: 'Raise the memory limit in the settings, or make the app need less.'
		};
	}
	const known = exitCode === null ? undefined : meanings[exitCode];
	const code = `ended with exit code ${exitCode ?? 'unknown'}`;
	return { message: known ? `${code}: ${known.meaning}` : code, hint: known?.hint };
}
