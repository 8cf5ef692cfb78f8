import { Prisma } from '#prisma/client/client.ts';

/** Did a write fail because another row has that value already? */
export function isUniqueViolation(error: unknown): boolean {
	return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

/**
 * Makes something once per form key: a second submission of the same form, even at the same moment,
 * finds what the first one made. `make` must fail on the key's unique constraint.
 */
export async function oncePerForm<Made>(
	formKey: string | undefined,
	{ find, make }: { find: (formKey: string) => Promise<Made | null>; make: () => Promise<Made> }
): Promise<Made> {
	if (formKey === undefined) return make();
	const earlier = await find(formKey);
	if (earlier) return earlier;
	try {
		return await make();
	} catch (error) {
		const other = isUniqueViolation(error) ? await find(formKey) : null;
		if (other) return other;
		throw error;
	}
}
