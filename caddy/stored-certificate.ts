import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface StoredCertificate {
	/** When it ends. */
	until: Date;
	/** Who gave it: "Let's Encrypt". */
	issuer: string;
}

/** The certificate that Caddy keeps for a host, of several the one that lasts longest; null without any. */
export async function storedCertificate(
	storage: string,
	host: string
): Promise<StoredCertificate | null> {
	const folder = join(storage, 'certificates');
	const issuers = await readdir(folder).catch(() => []);
	const found = await Promise.all(
		issuers.map((issuer) => readCertificate(join(folder, issuer, host, `${host}.crt`)))
	);
	const [longest = null] = found
		.filter((certificate) => certificate !== null)
		.sort((a, b) => b.until.getTime() - a.until.getTime());
	return longest;
}

/** What is damaged or half written counts as none: Caddy makes another. */
async function readCertificate(path: string): Promise<StoredCertificate | null> {
	try {
		const { validToDate, issuer } = new X509Certificate(await readFile(path));
		return { until: validToDate, issuer: nameIn(issuer) };
	} catch {
		return null;
	}
}

function nameIn(issuer: string): string {
	const field = (key: string) => new RegExp(`^${key}=(.+)$`, 'm').exec(issuer)?.[1];
	return field('O') ?? field('CN') ?? 'an unknown authority';
}
