import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from './parse-certificate.ts';

const run = promisify(execFile);
let folder: string;
const made = new Map<string, { certificate: string; key: string }>();
const ofKind = {
	ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
	rsa: ['rsa:1024'],
	ed: ['ed25519']
};

/** One that signs itself, or is signed by another that was made. */
async function make(
	name: string,
	host: string,
	{ by, kind = 'ec' }: { by?: string; kind?: keyof typeof ofKind } = {}
) {
	const at = (file: string) => join(folder, file);
	const signed = by ? ['-CA', at(`${by}.crt`), '-CAkey', at(`${by}.key`)] : [];
	await run('openssl', [
		...['req', '-x509', '-nodes', '-newkey', ...ofKind[kind], '-days', '90', ...signed],
		...['-subj', `/O=${name}`, '-addext', `subjectAltName=DNS:${host}`],
		...['-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)]
	]);
	const [certificate, key] = await Promise.all(
		['crt', 'key'].map((end) => readFile(at(`${name}.${end}`), 'utf8'))
	);
	made.set(name, { certificate: certificate ?? '', key: key ?? '' });
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-own-certificate-'));
	await make('root', 'root.test');
	await make('shop', 'shop.test', { by: 'root' });
	await make('other', 'shop.test');
	await make('wild', '*.shop.test');
	await make('short', 'shop.test', { kind: 'rsa' });
	await make('new', 'shop.test', { kind: 'ed' });
});
afterAll(() => rm(folder, { recursive: true }));

const certificate = (name: string) => made.get(name)?.certificate ?? '';
const key = (name: string) => made.get(name)?.key ?? '';
const parsed = (over: Partial<Parameters<typeof parseCertificate>[0]>) => {
	const now = new Date();
	return parseCertificate({
		...{ certificate: certificate('shop'), key: key('shop'), host: 'shop.test', now },
		...over
	});
};
const later = (days: number) => new Date(Date.now() + days * 86_400_000);

describe('a certificate of one’s own', () => {
	it('is taken with its chain, from any system, and tells until when it is good', () => {
		const whole = `${certificate('shop')}${certificate('root')}`;
		const { chain, until, issuer } = parsed({
			certificate: ` ${whole.replaceAll('\n', '\r\n')}`,
			key: key('shop').replaceAll('\n', '\r')
		});
		expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
		expect([until > later(88), until < later(91), issuer]).toEqual([true, true, 'root']);
	});

	it('serves the names that it has, wildcards as in browsers', () => {
		const wild = { certificate: certificate('wild'), key: key('wild') };
		expect(parsed({ ...wild, host: 'a.shop.test' }).issuer).toBe('wild');
		expect(parsed({ ...wild, host: '*.shop.test' }).issuer).toBe('wild');
		for (const host of ['shop.test', 'a.b.shop.test', '*.test']) {
			expect(() => parsed({ ...wild, host })).toThrow(
				`The certificate is for *.shop.test, not for ${host}.`
			);
		}
	});

	it('is refused for a reason', () => {
		const refusals: [Parameters<typeof parsed>[0], string, string][] = [
			[{ certificate: 'x' }, 'certificate', 'This is no certificate'],
			[{ certificate: key('shop') }, 'certificate', 'There is a private key in it'],
			[
				{ certificate: certificate('shop').replace(/\n\w{20}/, '\n') },
				'certificate',
				'can not be read'
			],
			[{ host: 'x.test' }, 'certificate', 'is for shop.test, not for x.test'],
			[{ now: later(91) }, 'certificate', 'The certificate ended on'],
			[{ now: later(-2) }, 'certificate', 'not valid before'],
			[
				{ certificate: certificate('shop') + certificate('other') },
				'certificate',
				'Certificate 2 did not issue certificate 1'
			],
			[
				{ certificate: certificate('root') + certificate('shop') },
				'certificate',
				'is for root.test, not for shop.test'
			],
			[{ key: 'x' }, 'key', 'This is no private key'],
			[{ key: '-----BEGIN PUBLIC KEY-----' }, 'key', 'This is a public key'],
			[{ key: '-----BEGIN ENCRYPTED PRIVATE KEY-----' }, 'key', 'protected by a password'],
			[{ key: '-----BEGIN PRIVATE KEY-----\nAAAA' }, 'key', 'can not be read'],
			[{ key: key('other') }, 'key', 'does not belong to the certificate'],
			[
				{ certificate: certificate('short'), key: key('short') },
				'key',
				'too short: 1024 bits, at least 2048'
			],
			[{ certificate: certificate('new'), key: key('new') }, 'key', 'of the kind ed25519']
		];
		for (const [over, field, why] of refusals) {
			const error = catching(() => parsed(over));
			expect([error.field, error.message], why).toEqual([field, expect.stringContaining(why)]);
		}
	});
});

function catching(run: () => unknown): { field?: string; message: string } {
	try {
		run();
	} catch (error) {
		return error as { field?: string; message: string };
	}
	return { message: 'nothing was refused' };
}
