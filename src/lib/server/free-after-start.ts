import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** By then a program has done what it does once. */
const afterMs = 5_000;

/**
 * Gives memory back that starting needed. A program at rest makes so little garbage that V8 would keep it for
 * hours. Takes a few hundredths of a second, once: not for one whose answers may not wait as long.
 */
export function freeAfterStart(): void {
	setTimeout(() => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		collect();
	}, afterMs).unref();
}
