import { z } from 'zod';
import { parseHost } from '#lib/rules/host-name.ts';
import { text } from './fields.ts';

export const passwordMinLength = 12;
export const passwordMaxLength = 256;

const email = text('E-mail address is required.')
	.min(1, 'E-mail address is required.')
	.max(254, 'An e-mail address is at most 254 characters.')
	.toLowerCase()
	.pipe(z.email('This is not an e-mail address.'));

/** As typed: white space counts, no kind of character is asked for. */
export const newPassword = z
	.string({ error: 'Password is required.' })
	.min(1, 'Password is required.')
	.refine(
		(password) => [...password].length >= passwordMinLength,
		`A password has at least ${passwordMinLength} characters. Several words make a good one.`
	)
	.refine(
		(password) => [...password].length <= passwordMaxLength,
		`A password has at most ${passwordMaxLength} characters.`
	);

/** What is typed to prove oneself is not judged, only limited. */
const givenPassword = z
	.string({ error: 'Password is required.' })
	.min(1, 'Password is required.')
	.max(1024, 'A password has at most 256 characters.');

/** A host name in its stored form, or null when left empty. */
export const optionalHost = z
	.string()
	.trim()
	.transform((typed, context) => {
		if (typed === '') return null;
		const result = parseHost(typed);
		if (result.ok) return result.host;
		context.addIssue({ code: 'custom', message: result.message });
		return z.NEVER;
	});

export const claimInput = z.strictObject({
	token: z.string({ error: 'Open the set-up link that the console printed.' }).trim().max(256),
	email,
	password: newPassword,
	/** Empty: as GANTRY_BASE_DOMAIN says. */
	baseDomain: optionalHost.optional()
});
export type ClaimInput = z.infer<typeof claimInput>;

export const createAdminInput = z.strictObject({ email, password: newPassword });
export type CreateAdminInput = z.infer<typeof createAdminInput>;

export const loginInput = z.strictObject({ email, password: givenPassword });
export type LoginInput = z.infer<typeof loginInput>;

export const changePasswordInput = z.strictObject({
	currentPassword: givenPassword,
	newPassword
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

/** Where to go after signing in: a path of this panel, never another host's. */
export function localPath(next: string | null): string {
	const isLocal = next !== null && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next);
	return isLocal ? next : '/';
}
