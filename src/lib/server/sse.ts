const heartbeatMilliseconds = 15_000;

/** One message to an EventSource. `text` must hold no line end. */
export interface SseMessage {
	text: string;
	/** Comes back as Last-Event-ID after a lost connection. */
	id?: string | number;
	event?: string;
}

export interface SseChannel {
	/** Resolves when the reader has taken what was sent before: a slow one slows its sender. */
	send(message: SseMessage): Promise<void>;
	/** Aborts when the reader goes away or the panel stops. */
	signal: AbortSignal;
}

let stopping: AbortSignal | null = null;

/** Aborts when the panel is asked to stop: open streams would hold it back until its last grace is over. */
export function panelStops(): AbortSignal {
	if (stopping) return stopping;
	const controller = new AbortController();
	for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => controller.abort());
	return (stopping = controller.signal);
}

/** What a reader knows already: after a lost connection the browser says it in a header. 0: nothing. */
export function resumeFrom(request: Request, url: URL): number {
	const given = request.headers.get('last-event-id') ?? url.searchParams.get('from');
	const known = Number(given ?? 0);
	return Number.isSafeInteger(known) && known >= 0 ? known : 0;
}

const encode = ({ text, id, event }: SseMessage) =>
	`${event ? `event: ${event}\n` : ''}${id === undefined ? '' : `id: ${id}\n`}data: ${text}\n\n`;

/**
 * An event stream that lasts until `run` returns or the reader goes. Comments between the messages
 * keep the connection open and find out when it is not.
 */
export function sseResponse(run: (channel: SseChannel) => Promise<void>): Response {
	const gone = new AbortController();
	const signal = AbortSignal.any([gone.signal, panelStops()]);
	const encoder = new TextEncoder();
	let taken = () => {};

	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			const put = (text: string) => {
				if (!signal.aborted) controller.enqueue(encoder.encode(text));
			};
			const heartbeat = setInterval(() => put(':\n\n'), heartbeatMilliseconds);
			const end = () => {
				clearInterval(heartbeat);
				taken();
				if (!gone.signal.aborted) controller.close();
				gone.abort();
			};
			signal.addEventListener('abort', () => {
				clearInterval(heartbeat);
				taken();
			});
			put('retry: 1000\n\n');
			const channel: SseChannel = {
				signal,
				async send(message) {
					while ((controller.desiredSize ?? 0) <= 0 && !signal.aborted) {
						await new Promise<void>((resolve) => (taken = resolve));
					}
					put(encode(message));
				}
			};
			run(channel).then(end, (error: unknown) => {
				clearInterval(heartbeat);
				if (gone.signal.aborted) return;
				gone.abort();
				controller.error(error);
			});
		},
		pull: () => taken(),
		cancel: () => gone.abort()
	});
	return new Response(body, {
		headers: {
			'content-type': 'text/event-stream',
			'cache-control': 'no-store',
			'x-accel-buffering': 'no'
		}
	});
}
