import { beforeNavigate } from '$app/navigation';

/** While there are edits, whoever goes by a link, the way back or a reload is asked the question first. */
export function askBeforeLeaving(question: string, hasEdits: () => boolean): void {
	beforeNavigate(({ cancel, willUnload, type }) => {
		if (!hasEdits() || type === 'form') return;
		// The browser asks by itself, in its own words.
		if (willUnload || !confirm(question)) cancel();
	});
}
