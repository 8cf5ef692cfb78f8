const remembered = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * From now on this context asks for the same thing once. For the load of a page, whose parts need the same
 * rows: it changes nothing and is over soon. A form's action or a stream must never remember.
 */
export function remember(ctx: object): void {
	remembered.set(ctx, new Map());
}

export const remembers = (ctx: object): boolean => remembered.has(ctx);

/** What `read` gives; where the context remembers, at most once for each key. */
export function once<T>(ctx: object, key: string, read: () => Promise<T>): Promise<T> {
	const memory = remembered.get(ctx);
	if (!memory) return read();
	const known = memory.get(key) as Promise<T> | undefined;
	if (known) return known;
	const asked = read();
	memory.set(key, asked);
	return asked;
}
