import { z } from 'zod';
import { id, ruled } from './fields.ts';

const longestName = 64;
const shortestPassword = 8;
const longestPassword = 128;

/** A colon would end the name where it is sent: RFC 7617. */
function nameProblem(name: string): string | null {
	if (name === '') return 'A name is required.';
	if (name.length > longestName) {
		return `The name is at most ${longestName} characters (got ${name.length}).`;
	}
	if (name.includes(':')) return 'The name must not contain a colon.';
	return /[\p{Cc}\p{Cf}]/u.test(name) ? 'The name contains an invisible character.' : null;
}

const password = z
	.string({ error: 'A password is required.' })
	.min(shortestPassword, `The password is at least ${shortestPassword} characters.`)
	.max(longestPassword, `The password is at most ${longestPassword} characters.`)
	.refine((text) => !/\p{Cc}/u.test(text), 'The password contains an invisible character.');

export const guestInput = z.strictObject({
	serviceId: id,
	name: ruled('A name is required.', nameProblem)
});
export type GuestInput = z.infer<typeof guestInput>;

export const saveGuestInput = guestInput.extend({ password });
export type SaveGuestInput = z.infer<typeof saveGuestInput>;

/** PUT /api/v1/apps/{name}/guests/{guest}. */
export const guestRequest = z.strictObject({ password });
