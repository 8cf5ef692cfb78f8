import { Webhooks } from '@octokit/webhooks';

/** Does `sha256=…` sign this raw body? Compared in constant time; anything else than such a signature does not. */
export async function isSigned(
	secret: string,
	{ body, signature }: { body: string; signature: string | null }
): Promise<boolean> {
	if (body === '' || !/^sha256=[0-9a-f]{64}$/.test(signature ?? '')) return false;
	return new Webhooks({ secret }).verify(body, signature ?? '');
}
