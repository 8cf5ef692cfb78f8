import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { plainLines, refuseCertificate } from './pem.ts';

const refuse = refuseCertificate('key');
const shortestRsa = 2048;

/** The private key of a certificate, as PEM in PKCS #8. Errors: invalid_certificate (422) on the field key. */
export function parseKey(text: string, leaf: X509Certificate): string {
	if (/-----BEGIN (RSA |EC )?PUBLIC KEY-----/.test(text)) {
		throw refuse('This is a public key: the private one is needed.');
	}
	if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
		throw refuse('This is no private key: it begins with -----BEGIN PRIVATE KEY-----.');
	}
	if (/ENCRYPTED/.test(text)) {
		throw refuse(
			'The key is protected by a password.',
			'Take it off first: openssl pkey -in key.pem -out open.pem'
		);
	}
	const key = keyIn(plainLines(text));
	const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
	if (kind !== 'rsa' && kind !== 'ec') {
		throw refuse(`Browsers do not take keys of the kind ${kind ?? 'unknown'}: make it RSA or EC.`);
	}
	const bits = details?.modulusLength ?? shortestRsa;
	if (bits < shortestRsa) {
		throw refuse(`The key is too short: ${bits} bits, at least ${shortestRsa} are needed.`);
	}
	if (!leaf.checkPrivateKey(key)) throw refuse('The key does not belong to the certificate.');
	return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function keyIn(pem: string): KeyObject {
	try {
		return createPrivateKey(pem);
	} catch {
		throw refuse('The key can not be read: a part of it is missing.');
	}
}
