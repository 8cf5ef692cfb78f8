import type { Prober, ProbeResult } from './port.ts';

/** Answers what `answer` says; healthy unless told otherwise. */
export function memoryProber(
	answer: (port: number) => ProbeResult = () => ({ healthy: true, detail: 'answered 200' })
): Prober & { answer: typeof answer } {
	const prober = {
		answer,
		async probe({ port }: { port: number }, _health: unknown, { signal }: { signal: AbortSignal }) {
			signal.throwIfAborted();
			return prober.answer(port);
		}
	};
	return prober;
}
