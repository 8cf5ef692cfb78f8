import { exitWords } from '#engine/health/exit-words.ts';
import type { Container } from '#engine/runtime/port.ts';
import type { Verdict } from './crash-loop.ts';

export interface Judged {
	container: Container;
	verdict: Verdict;
}

/** Why something is said to end again and again: "It ended with exit code 1, again and again." */
export function crashReason({ container, verdict }: Judged, memoryBytes: number): string {
	const times = verdict.state === 'crashing' ? verdict.ends : 0;
	// The code is known only between two runs.
	return container.exitCode === null && !container.outOfMemory
		? `It ended ${times} times within 5 min.`
		: `It ${exitWords(container, memoryBytes)}, again and again.`;
}
