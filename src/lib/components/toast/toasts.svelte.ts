export interface Toast {
	id: number;
	text: string;
	/** Alerts are told at once and stay longer. */
	kind: 'status' | 'alert';
	/** What can be done about it, for as long as it is shown. */
	undo?: { serviceId: string; deploymentId: string; formKey: string };
}

let nextId = 0;
const shown: Toast[] = $state([]);

/** What is shown now, oldest first. */
export const toasts = (): readonly Toast[] => shown;

/** Shows a short sentence about what just happened; it is never the only place of an error. */
export function say(
	text: string,
	{ kind = 'status', undo }: Partial<Pick<Toast, 'kind' | 'undo'>> = {}
): void {
	shown.push({ id: nextId++, text, kind, ...(undo && { undo }) });
	if (shown.length > 4) shown.shift();
}

export function dismiss(id: number): void {
	const index = shown.findIndex((toast) => toast.id === id);
	if (index !== -1) shown.splice(index, 1);
}
