const sensitive = /secret|token|password|passwd|authorization|credential|private_?key|signature/i;
const struck = '••••••';
/** Characters of a payload that a page shows. */
const mostShown = 100_000;

export interface ShownPayload {
	/** JSON, two spaces a level, secrets struck out. */
	text: string;
	/** There is more of it than is shown. */
	isCut: boolean;
}

function strike(key: string, value: unknown): unknown {
	return typeof value === 'string' && value !== '' && sensitive.test(key) ? struck : value;
}

/**
 * A payload for people. What a field's name calls a secret is struck out, and so are the `secrets` given,
 * wherever they stand.
 */
export function showPayload(body: Buffer, secrets: string[]): ShownPayload {
	let text = body.toString('utf8');
	try {
		text = JSON.stringify(JSON.parse(text, strike), null, 2);
	} catch {
		// It came signed, so it is shown as it is.
	}
	for (const secret of secrets) if (secret.length >= 6) text = text.replaceAll(secret, struck);
	return { text: text.slice(0, mostShown), isCut: text.length > mostShown };
}
