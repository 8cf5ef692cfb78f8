/** Seals and opens secrets (AES-256-GCM; the key's id stands in each record). See key-file-vault.ts. */
export interface Vault {
	/** Text → "v1.<key id>.<iv>.<tag>.<ciphertext>", base64url parts. */
	seal(text: string): string;
	/** Errors: secret_unreadable when the key is missing or the record was altered. */
	open(sealed: string): string;
}
