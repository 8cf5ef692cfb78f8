import { untrack } from 'svelte';
import { createAttachmentKey, type Attachment } from 'svelte/attachments';

/**
 * The attributes of a <details> that opens as soon as something holds: `{...opens(() => isRefused)}`. It is
 * never closed by that: someone may have opened it, even before scripts ran.
 */
export function opens(holds: () => boolean) {
	const open: Attachment<HTMLDetailsElement> = (folded) => {
		if (holds()) folded.open = true;
	};
	return { ...(untrack(holds) && { open: true }), [createAttachmentKey()]: open };
}
