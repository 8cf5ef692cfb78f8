/**
 * Attached to a list and its search field: the arrow keys lead from the field through the links that
 * are marked `data-row`, and back; Enter follows a link as ever.
 */
export function arrowKeys(region: HTMLElement): () => void {
	const move = (event: KeyboardEvent) => {
		const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
		const { target } = event;
		if (step === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
		if (!(target instanceof HTMLElement)) return;
		const field = region.querySelector<HTMLElement>('input[type="search"]');
		const rows = [...region.querySelectorAll<HTMLElement>('a[data-row]')];
		const stops = field ? [field, ...rows] : rows;
		const at = stops.indexOf(target);
		const next = stops[at + step];
		if (at === -1 || !next) return;
		event.preventDefault();
		next.focus();
	};
	region.addEventListener('keydown', move);
	return () => region.removeEventListener('keydown', move);
}
