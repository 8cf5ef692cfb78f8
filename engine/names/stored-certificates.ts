import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Tells whether Caddy's storage holds a certificate for a host, from whichever issuer. */
export function storedCertificates(storage: string): (host: string) => Promise<boolean> {
	const folder = join(storage, 'certificates');
	return async (host) => {
		const issuers = await readdir(folder).catch(() => []);
		const found = await Promise.all(
			issuers.map((issuer) =>
				access(join(folder, issuer, host, `${host}.crt`)).then(
					() => true,
					() => false
				)
			)
		);
		return found.includes(true);
	};
}
