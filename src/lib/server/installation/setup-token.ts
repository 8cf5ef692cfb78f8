import { createHash, randomBytes } from 'node:crypto';

/** 192 random bits, as part of the printed link. */
export function newSetupToken(): string {
	return randomBytes(24).toString('base64url');
}

export function hashSetupToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
