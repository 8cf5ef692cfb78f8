import { AppError } from '../../error.ts';
import { byteWords } from '../../byte-words.ts';
import { StepFailure } from '../step-failure.ts';
import type { Grip, Strain } from './port.ts';

export interface Circumstances {
	grip: Grip;
	/** Which counters rose while the build ran. */
	rose: Readonly<Record<keyof Strain, boolean>>;
	/** No other build ran at the time: what rose is its own. */
	isAlone: boolean;
	/** What was printed last. */
	tail: string;
}

const setUnder = 'What builds may use is set under Settings, Builds.';

/**
 * Says of a failed step that it ran into a limit, when it did. The counters are those of all builds:
 * beside others only a step that was killed itself is believed to be the one. Anything else stays.
 */
export function nameFailure(error: unknown, { grip, rose, isAlone, tail }: Circumstances): unknown {
	if (!(error instanceof StepFailure) || grip.holds === 'nothing') return error;
	const { command, exitCode } = error;
	const hint = [tail, setUnder].filter(Boolean).join('\n');
	const isKilled = exitCode === 137 || exitCode === null;
	if (rose.kills && rose.memoryHits && (isKilled || isAlone)) {
		return new AppError(
			'build_out_of_memory',
			422,
			`Build failed: ${command} needed more than the ${byteWords(grip.memoryBytes)} of memory that builds may use`,
			{ hint, cause: error }
		);
	}
	if (rose.refusedForks && isAlone) {
		return new AppError(
			'build_too_many_processes',
			422,
			`Build failed: ${command} needed more than the ${grip.pidsLimit} processes that builds may have`,
			{ hint, cause: error }
		);
	}
	return error;
}
