export type Direction = { kind: 'on' } | { kind: 'redirect'; to: string } | { kind: 'refuse' };

/** Routes that need nobody to be signed in: they ask for a token or signature themselves, or show nothing. */
const open = ['/(auth)/login', '/api/v1/', '/hooks/', '/health', '/metrics', '/theme', '/design'];
const isOpen = (route: string) => open.some((prefix) => route.startsWith(prefix));

/** Where a request may go: to the set-up first, then to signing in, then on. What is not open is closed. */
export function whereTo(request: {
	/** null: there is no such route; the page says so. */
	route: string | null;
	path: string;
	method: string;
	isClaimed: boolean;
	isSignedIn: boolean;
	/** A page or its data, rather than a program's call. */
	wantsPage: boolean;
}): Direction {
	const { route, path, method, isClaimed, isSignedIn, wantsPage } = request;
	const on = { kind: 'on' } as const;
	const isSetup = route?.startsWith('/(auth)/setup') ?? false;
	if (!isClaimed) {
		if (isSetup || (route !== null && isOpen(route) && !route.startsWith('/(auth)/login')))
			return on;
		return wantsPage ? { kind: 'redirect', to: '/setup' } : { kind: 'refuse' };
	}
	if (route === null || isOpen(route) || isSetup || isSignedIn) return on;
	if (!wantsPage) return { kind: 'refuse' };
	const next = method === 'GET' && path !== '/' ? `?next=${encodeURIComponent(path)}` : '';
	return { kind: 'redirect', to: `/login${next}` };
}
