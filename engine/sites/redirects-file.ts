/** What a site's _redirects file, as other hosts read it, means here. */
export interface Redirects {
	/** Page for all paths that are no files: `/* /index.html 200`; null: it names none. */
	fallback: string | null;
	/** Lines that are not followed, as they stand there. */
	unread: string[];
}

/**
 * Reads the lines that need no rule of their own at the edge: the page of a single-page app, and a
 * 404.html, which is shown without being asked for. Redirects and conditions are not followed.
 */
export function readRedirects(text: string): Redirects {
	const found: Redirects = { fallback: null, unread: [] };
	for (const line of linesOf(text)) {
		const [from, to = '', status = '301', ...conditions] = line.split(/\s+/);
		const isForAll = from === '/*' && conditions.length === 0;
		const page = /^\/[^:*?#]+\.html$/.test(to) && !to.includes('//') ? to : null;
		if (isForAll && page && status === '200' && found.fallback === null) found.fallback = page;
		else if (!(isForAll && to === '/404.html' && status === '404')) found.unread.push(line);
	}
	return found;
}

const linesOf = (text: string) =>
	text
		.split(/\r?\n/)
		.map((line) => line.replace(/(^|\s)#.*$/, '').trim())
		.filter((line) => line !== '');
