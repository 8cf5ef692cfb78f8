import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { issuanceFailures } from './issuance-failures.ts';

async function read(entries: object[]) {
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
	ts: 1893456000.5,
	level: 'error',
	logger: 'tls.obtain',
	msg: 'could not get certificate from issuer',
	identifier,
	error
});

const at = new Date('2030-01-01T00:00:00.500Z');

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
	).toEqual({
		'shop.example': { reason: 'the authority answered 429: too many certificates', at }
	});
});

test('tells that an authority is away', async () => {
	const error =
		'[shop.example] creating new order: performing request: Head "https://acme.example/nonce": EOF (ca=https://acme.example/dir)';
	expect(await read([failure('shop.example', error)])).toEqual({
		'shop.example': { reason: 'the authority did not answer (EOF)', at }
	});
});

test('knows of nothing without a log', async () => {
	expect(await issuanceFailures('/nonexistent/caddy.log')).toEqual(new Map());
});
