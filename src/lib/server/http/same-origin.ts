const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * May this request change something on behalf of the person whose cookie it carries? For every content
 * type, since a plain form of another site can send text/plain as well. Browsers say where a request
 * comes from; one that does not say is no browser's.
 */
export function isSameOrigin(request: Request, origin: string): boolean {
	return reading.has(request.method) || isOwnOrigin((name) => request.headers.get(name), origin);
}

/** Does a browser say that a page of ours sends this? `header` gives null for what is missing. */
export function isOwnOrigin(header: (name: string) => string | null, origin: string): boolean {
	const site = header('sec-fetch-site');
	if (site !== null && site !== 'same-origin') return false;
	return header('origin') === origin;
}
