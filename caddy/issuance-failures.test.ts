import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { issuanceFailures } from './issuance-failures.ts';

async function read(entries: object[]): Promise<Record<string, string>> {
	const folder = await mkdtemp(join(tmpdir(), 'gantry-issuance-'));
	try {
		const file = join(folder, 'caddy.log');
		await writeFile(
			file,
			['not a line of JSON', ...entries.map((one) => JSON.stringify(one))].join('\n')
		);
		return Object.fromEntries(await issuanceFailures(file));
	} finally {
		await rm(folder, { recursive: true });
	}
}

const failure = (identifier: string, error: string) => ({
	level: 'error',
	logger: 'tls.obtain',
	msg: 'could not get certificate from issuer',
	identifier,
	error
});

test('tells what the authority answered last', async () => {
	expect(
		await read([
			failure('shop.example', 'dial tcp 192.0.2.1:443: connect: connection refused'),
			failure(
				'shop.example',
				'HTTP 429 urn:ietf:params:acme:error:rateLimited - too many certificates'
			),
			{ level: 'info', logger: 'tls.obtain', identifier: 'shop.example', error: 'no failure' },
			{ level: 'error', logger: 'http', identifier: 'shop.example', error: 'not of a certificate' }
		])
	).toEqual({ 'shop.example': 'the authority answered 429: too many certificates' });
});

test('tells that an authority is away', async () => {
	const error =
		'[shop.example] creating new order: performing request: Head "https://acme.example/nonce": EOF (ca=https://acme.example/dir)';
	expect(await read([failure('shop.example', error)])).toEqual({
		'shop.example': 'the authority did not answer (EOF)'
	});
});

test('knows of nothing without a log', async () => {
	expect(await issuanceFailures('/nonexistent/caddy.log')).toEqual(new Map());
});
