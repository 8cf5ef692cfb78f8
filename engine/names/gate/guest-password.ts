import { scrypt, timingSafeEqual } from 'node:crypto';

/** `scrypt$<N>$<r>$<p>$<salt>$<hash>`, the last two in base64url; the numbers within what memory and time allow. */
export const guestHash =
	/^scrypt\$(\d{4,5})\$(\d{1,2})\$(\d{1,2})\$([\w-]{16,64})\$([\w-]{32,128})$/;

/** Does the password fit? Takes some 0.2 s of another thread. */
export function passwordFits(password: string, hash: string): Promise<boolean> {
	const [, cost, blocks, lanes, salt = '', stored = ''] = guestHash.exec(hash) ?? [];
	if (cost === undefined) return Promise.resolve(false);
	const wanted = Buffer.from(stored, 'base64url');
	const options = {
		N: Number(cost),
		r: Number(blocks),
		p: Number(lanes),
		maxmem: 128 * 1024 * 1024
	};
	return new Promise((resolve, reject) => {
		const bytes = Buffer.from(salt, 'base64url');
		scrypt(password.normalize('NFKC'), bytes, wanted.length, options, (error, found) => {
			if (error) reject(error);
			else resolve(timingSafeEqual(found, wanted));
		});
	});
}
