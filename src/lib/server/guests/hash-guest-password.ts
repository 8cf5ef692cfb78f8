import { randomBytes, scrypt } from 'node:crypto';

/** OWASP's parameters: 16 MiB, some 0.2 s. The edge itself checks them (engine/names/gate/guest-password.ts), without a library. */
const cost = { N: 16_384, r: 8, p: 5 };
const saltBytes = 16;
const hashBytes = 32;

/** A hash of it for the edge: `scrypt$<N>$<r>$<p>$<salt>$<hash>`. */
export function hashGuestPassword(password: string): Promise<string> {
	const salt = randomBytes(saltBytes);
	return new Promise((resolve, reject) => {
		scrypt(password.normalize('NFKC'), salt, hashBytes, cost, (error, hash) => {
			if (error) return reject(error);
			const { N, r, p } = cost;
			resolve(`scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`);
		});
	});
}
