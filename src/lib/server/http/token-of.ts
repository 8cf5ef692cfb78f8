import type { Context } from '../context.ts';
import type { TestWorld } from '../testing/world.ts';
import { createToken } from '../tokens/create-token.ts';
import { send } from './testing.ts';

/** A person's program: `call` sends with their token, JSON when there is any. */
export async function tokenOf(world: TestWorld, ctx?: Context) {
	const owner = ctx ?? (await world.person('user'));
	const { token } = await createToken(owner, { name: 'ci', expiresInDays: null });
	const call = (method: string, path: string, json?: unknown, more: Record<string, string> = {}) =>
		send(`/api/v1${path}`, {
			method,
			headers: {
				authorization: `Bearer ${token}`,
				...(json !== undefined && { 'content-type': 'application/json' }),
				...more
			},
			...(json !== undefined && { body: JSON.stringify(json) })
		});
	return { owner, token, call };
}
