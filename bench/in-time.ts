/** What a promise resolves to, unless the signal aborts first: then what waits for it goes on with the signal's reason. */
export async function inTime<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
	const { promise: never, reject } = Promise.withResolvers<never>();
	const abort = () => reject(signal.reason as Error);
	if (signal.aborted) abort();
	signal.addEventListener('abort', abort, { once: true });
	try {
		return await Promise.race([promise, never]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}
