import { z } from 'zod';
import { id, text, wholeNumber } from './fields.ts';
import { invisibleCharacter } from '#lib/rules/project-name.ts';

export const createTokenInput = z.strictObject({
	name: text('Name is required.')
		.min(1, 'Name is required.')
		.max(63, 'Name is at most 63 characters.')
		.refine((name) => invisibleCharacter(name) === null, 'Name contains an invisible character.'),
	/** null or empty: it does not expire. */
	expiresInDays: z
		.union([
			z.null(),
			z.literal('').transform(() => null),
			wholeNumber(1, 730, 'A token lasts 1 to 730 days.')
		])
		.default(null)
});
export type CreateTokenInput = z.infer<typeof createTokenInput>;

export const tokenInput = z.strictObject({ tokenId: id });
export type TokenInput = z.infer<typeof tokenInput>;
