const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * May this request change something on behalf of the person whose cookie it carries? For every content
 * type, since a plain form of another site can send text/plain as well. Browsers say where a request
 * comes from; one that does not say is no browser's.
 */
export function isSameOrigin(request: Request, origin: string): boolean {
	if (reading.has(request.method)) return true;
	const site = request.headers.get('sec-fetch-site');
	if (site !== null && site !== 'same-origin') return false;
	return request.headers.get('origin') === origin;
}
