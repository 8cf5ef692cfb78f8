import { X509Certificate } from 'node:crypto';
import { dayWords } from '#lib/rules/day-words.ts';
import { parseKey } from './parse-key.ts';
import { plainLines, refuseCertificate } from './pem.ts';

export interface ParsedCertificate {
	/** PEM: the domain's own first, then who issued it. */
	chain: string;
	/** PEM. */
	key: string;
	until: Date;
	/** Who gave it: "Let's Encrypt". */
	issuer: string;
}

interface Given {
	/** As pasted. */
	certificate: string;
	key: string;
	/** The domain that it shall serve, maybe a wildcard. */
	host: string;
	now: Date;
}

const refuse = refuseCertificate('certificate');
const mostInChain = 10;

/**
 * A certificate with its chain and its key, fit to be served for `host`. Errors: invalid_certificate (422), with what is
 * wrong, on the field `certificate` or `key`.
 */
export function parseCertificate({ certificate, key, host, now }: Given): ParsedCertificate {
	const chain = chainIn(certificate);
	const [leaf] = chain;
	if (!leaf) throw refuse('This is no certificate: it begins with -----BEGIN CERTIFICATE-----.');
	checkNames(leaf, host);
	if (leaf.validToDate <= now)
		throw refuse(`The certificate ended on ${dayWords(leaf.validToDate)}.`);
	if (leaf.validFromDate > now) {
		throw refuse(`The certificate is not valid before ${dayWords(leaf.validFromDate)}.`);
	}
	checkOrder(chain);
	return {
		chain: chain.map(String).join(''),
		key: parseKey(key, leaf),
		until: leaf.validToDate,
		issuer: issuerOf(leaf)
	};
}

function chainIn(text: string): X509Certificate[] {
	if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
		throw refuse('There is a private key in it: that belongs into the field of its own.');
	}
	const blocks =
		plainLines(text).match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
	if (blocks.length > mostInChain) {
		throw refuse(`A chain has at most ${mostInChain} certificates (got ${blocks.length}).`);
	}
	return blocks.map((block, index) => {
		try {
			return new X509Certificate(block);
		} catch {
			throw refuse(`Certificate ${index + 1} can not be read: a part of it is missing.`);
		}
	});
}

function checkNames(leaf: X509Certificate, host: string): void {
	const names = (leaf.subjectAltName ?? '')
		.split(', ')
		.flatMap((name) => (name.startsWith('DNS:') ? [name.slice(4).toLowerCase()] : []));
	const covers = host.startsWith('*.')
		? names.includes(host)
		: leaf.checkHost(host, { subject: 'never' }) !== undefined;
	if (covers) return;
	if (names.length === 0) throw refuse('The certificate names no host in its alternative names.');
	const some = names.slice(0, 3).join(', ');
	const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
	throw refuse(`The certificate is for ${some}${more}, not for ${host}.`);
}

function checkOrder(chain: X509Certificate[]): void {
	for (const [index, one] of chain.entries()) {
		const next = chain[index + 1];
		if (next && !(one.checkIssued(next) && one.verify(next.publicKey))) {
			throw refuse(
				`Certificate ${index + 2} did not issue certificate ${index + 1}.`,
				'The domain’s own comes first, each of the others after the one that it issued.'
			);
		}
	}
}

function issuerOf({ issuer }: X509Certificate): string {
	const field = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(issuer)?.[1];
	return field('O') ?? field('CN') ?? 'an unknown authority';
}
