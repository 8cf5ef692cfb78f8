import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey, createKeyIfMissing, openKeyFileVault } from './key-file-vault.ts';

let keys: string;
beforeEach(() => (keys = join(mkdtempSync(join(tmpdir(), 'gantry-vault-')), 'keys')));
afterEach(() => rmSync(join(keys, '..'), { recursive: true }));

function vault() {
	createKeyIfMissing(keys);
	return openKeyFileVault(keys);
}

describe('the vault', () => {
	it('opens what it sealed, byte for byte, and never seals alike twice', () => {
		const { seal, open } = vault();
		for (const text of ['', 'x', ' é\r\n\u{1F600}\0', 'x'.repeat(100_000)]) {
			expect(open(seal(text))).toBe(text);
			expect(seal(text)).not.toBe(seal(text));
		}
	});

	it('makes one key, readable by its owner alone, and keeps it', () => {
		createKeyIfMissing(keys);
		createKeyIfMissing(keys);
		const [file, ...others] = readdirSync(keys);
		expect(others).toEqual([]);
		expect(statSync(join(keys, file ?? '')).mode & 0o777).toBe(0o600);
		expect(statSync(keys).mode & 0o777).toBe(0o700);
	});

	it('seals with a new key and still opens what older ones sealed', () => {
		const old = vault().seal('before');
		const keyId = addKey(keys);
		const { seal, open } = openKeyFileVault(keys);
		expect(open(old)).toBe('before');
		expect(seal('after').split('.')[1]).toBe(keyId);
	});

	it('sorts each new key after all others, however fast they come', () => {
		const ids = Array.from({ length: 50 }, () => addKey(keys));
		expect(ids.toSorted()).toEqual(ids);
	});

	it('refuses what was altered, in any part', () => {
		const { seal, open } = vault();
		const sealed = seal('hush');
		const parts = sealed.split('.');
		for (const index of parts.keys()) {
			// Not the last letter: of it base64 uses a few bits only.
			const alter = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
			const altered = parts.map((part, at) => (at === index ? alter(part) : part));
			expect(() => open(altered.join('.'))).toThrowError(
				expect.objectContaining({ code: 'secret_unreadable' })
			);
		}
		for (const text of ['', 'v1', 'v1.../../etc/passwd...', `${sealed}.x`.slice(5)]) {
			expect(() => open(text)).toThrowError(expect.objectContaining({ code: 'secret_unreadable' }));
		}
	});

	it('says what to do when a key is missing', () => {
		const sealed = vault().seal('hush');
		for (const file of readdirSync(keys)) rmSync(join(keys, file));
		expect(() => openKeyFileVault(keys)).toThrowError(expect.objectContaining({ code: 'no_key' }));
		addKey(keys);
		expect(() => openKeyFileVault(keys).open(sealed)).toThrowError(
			expect.objectContaining({ code: 'secret_unreadable' })
		);
	});

	it('refuses to start with a key that is no key', () => {
		createKeyIfMissing(keys);
		writeFileSync(join(keys, 'zz.key'), 'changeme\n');
		expect(() => openKeyFileVault(keys)).toThrowError(expect.objectContaining({ code: 'no_key' }));
	});
});
