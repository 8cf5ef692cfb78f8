import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../errors.ts';
import { isCommonPassword } from './common-passwords.ts';

// argon2id with OWASP's parameters, which are the library's defaults: 19 MiB, 2 passes, 1 lane.

const normalise = (password: string) => password.normalize('NFKC');

export function hashPassword(password: string): Promise<string> {
	return hash(normalise(password));
}

/** Made once per process: checking a password against it takes as long as against a real one. */
let decoy: Promise<string> | null = null;

/** Does the password fit? Without a hash (unknown account) it takes the same time and answers false. */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
	const fits = await verify(
		stored ?? (await (decoy ??= hashPassword('no account has this password'))),
		normalise(password)
	);
	return fits && stored !== null;
}

/** Errors: password_too_common. */
export function refuseCommonPassword(password: string, email: string, field: string): void {
	const lower = normalise(password).toLowerCase();
	if (!isCommonPassword(lower) && !lower.includes(email.toLowerCase())) return;
	throw new AppError(
		'password_too_common',
		422,
		'This password is among the first that are tried.',
		{
			field,
			hint: 'Take several unrelated words, or let a password manager make one.'
		}
	);
}
