import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Vault } from './vault.ts';

const suffix = '.key';
const keyBytes = 32;
/** Milliseconds since 1970 in base 36, at the beginning of a key's id. */
const stampLength = 9;

function keyIds(folder: string): string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith(suffix))
		.map((name) => name.slice(0, -suffix.length))
		.sort();
}

/**
 * Adds a key that is used from the next start on; older ones stay for what they sealed. Returns its id,
 * which sorts after all earlier ones.
 */
export function addKey(folder: string): string {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const newest = keyIds(folder).at(-1)?.slice(0, stampLength) ?? '0';
	// Later than every other, even when the clock was set back or stands still between two keys.
	const time = Math.max(Date.now(), Number.parseInt(newest, 36) + 1);
	const stamp = time.toString(36).padStart(stampLength, '0');
	const keyId = `${stamp}${randomBytes(4).toString('hex')}`;
	const path = join(folder, keyId + suffix);
	// 'wx': a key that exists is never written over.
	writeFileSync(path, randomBytes(keyBytes).toString('base64') + '\n', { mode: 0o600, flag: 'wx' });
	chmodSync(path, 0o600);
	return keyId;
}

/** Makes the installation's first key; does nothing when there is one. */
export function createKeyIfMissing(folder: string): void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	if (keyIds(folder).length === 0) addKey(folder);
}

function readKey(folder: string, keyId: string): Buffer | null {
	// A key id comes from a stored record: it must never become a path of its own.
	if (!/^[a-z0-9]{1,40}$/.test(keyId)) return null;
	try {
		const key = Buffer.from(readFileSync(join(folder, keyId + suffix), 'utf8'), 'base64');
		return key.length === keyBytes ? key : null;
	} catch {
		return null;
	}
}

const unreadable = (cause?: unknown) =>
	new AppError('secret_unreadable', 500, 'A stored secret can not be read.', {
		hint: 'The file of its key is missing from the folder "keys" in the data directory, or the record was altered. Restore the key from a backup, or enter the secret again.',
		cause
	});

/** The vault whose keys are files in `folder`: seals with the newest, opens with the one that a record names. */
export function openKeyFileVault(folder: string): Vault {
	const current = keyIds(folder).at(-1);
	const currentKey = current === undefined ? null : readKey(folder, current);
	if (current === undefined || currentKey === null) {
		throw new AppError('no_key', 500, `There is no usable key in ${folder}.`, {
			hint: 'It is made at the first `npm start`. If secrets were stored before, restore the folder from a backup.'
		});
	}
	const keys = new Map([[current, currentKey]]);

	const keyOf = (keyId: string): Buffer => {
		const key = keys.get(keyId) ?? readKey(folder, keyId);
		if (!key) throw unreadable();
		keys.set(keyId, key);
		return key;
	};

	return {
		seal(text) {
			const iv = randomBytes(12);
			const cipher = createCipheriv('aes-256-gcm', currentKey, iv);
			// The key's id is authenticated, too: a record can not be passed off as another key's.
			cipher.setAAD(Buffer.from(`v1.${current}`));
			const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
			const parts = [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
			return ['v1', current, ...parts].join('.');
		},
		open(sealed) {
			const [version, keyId = '', ...parts] = sealed.split('.');
			const [iv, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
			if (version !== 'v1' || !iv || !tag || !text || tag.length !== 16) throw unreadable();
			try {
				const decipher = createDecipheriv('aes-256-gcm', keyOf(keyId), iv, { authTagLength: 16 });
				decipher.setAAD(Buffer.from(`v1.${keyId}`));
				decipher.setAuthTag(tag);
				return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
			} catch (cause) {
				throw cause instanceof AppError ? cause : unreadable(cause);
			}
		}
	};
}
