/** Where "g" and a second key lead. */
export const destinations: Record<string, { href: string; title: string }> = {
	h: { href: '/', title: 'Dashboard' },
	p: { href: '/projects', title: 'Projects' },
	d: { href: '/deployments', title: 'Deployments' },
	a: { href: '/activity', title: 'Activity' },
	s: { href: '/settings', title: 'Settings' }
};

export type Wish =
	| { kind: 'palette' | 'list' | 'filter' }
	/** The first key of two: the next one counts with it for a while. */
	| { kind: 'go'; href: null }
	| { kind: 'go'; href: string };

export interface Keystroke {
	key: string;
	hasCommand: boolean;
	hasOther: boolean;
	/** In a field, or below an open dialog. */
	isTaken: boolean;
	isAfterG: boolean;
}

/** What a keystroke asks of the panel; null: nothing, it belongs to the page. */
export function wishOf({ key, hasCommand, hasOther, isTaken, isAfterG }: Keystroke): Wish | null {
	if (hasCommand && !hasOther && key.toLowerCase() === 'k') return { kind: 'palette' };
	if (isTaken || hasCommand || hasOther) return null;
	const destination = destinations[key];
	if (isAfterG && destination) return { kind: 'go', href: destination.href };
	if (key === 'g') return { kind: 'go', href: null };
	if (key === '?') return { kind: 'list' };
	if (key === '/') return { kind: 'filter' };
	return null;
}
