import { collectGarbage } from './collect-garbage.ts';

/** By then a program has done what it does once. */
const afterMs = 5_000;

/**
 * Gives memory back that starting needed. A program at rest makes so little garbage that V8 would keep it for
 * hours. It answers nobody meanwhile: not for one that is always asked.
 */
export function freeAfterStart(): void {
	setTimeout(collectGarbage, afterMs).unref();
}
