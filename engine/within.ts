/**
 * Gives `work` a signal that aborts after so many milliseconds, or with `over`. Unlike AbortSignal.timeout it leaves no
 * timer behind, which would wake a program that has long gone on.
 */
export async function within<T>(
	milliseconds: number,
	over: AbortSignal,
	work: (signal: AbortSignal) => Promise<T>
): Promise<T> {
	const limit = new AbortController();
	const end = () => limit.abort(over.reason);
	const late = () => limit.abort(new DOMException('It took too long.', 'TimeoutError'));
	const timer = setTimeout(late, milliseconds);
	over.addEventListener('abort', end, { once: true });
	if (over.aborted) end();
	try {
		return await work(limit.signal);
	} finally {
		clearTimeout(timer);
		over.removeEventListener('abort', end);
	}
}
