import { randomBytes } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A random id of 20 characters `[a-z0-9]`, 103 bits: unguessable, fit for Docker names and URLs. */
export function newId(): string {
	let id = '';
	while (id.length < 20) {
		for (const byte of randomBytes(32)) {
			// 252 is the largest multiple of 36 below 256: no letter is likelier than another.
			if (byte < 252 && id.length < 20) id += alphabet[byte % 36];
		}
	}
	return id;
}
