import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeCertificate } from '../e2e/fixtures/certificate.ts';
import { storedCertificate } from './stored-certificate.ts';

let storage: string;
beforeEach(async () => {
	storage = await mkdtemp(join(tmpdir(), 'gantry-storage-'));
});
afterEach(() => rm(storage, { recursive: true }));

async function store(issuer: string, host: string, pem: string) {
	const folder = join(storage, 'certificates', issuer, host);
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, `${host}.crt`), pem);
}

const daysFromNow = (date: Date | undefined) =>
	Math.round(((date?.getTime() ?? 0) - Date.now()) / 86_400_000);

test('tells until when the longest certificate of a host lasts, and who gave it', async () => {
	const hosts = ['shop.test'];
	await store('one', 'shop.test', await makeCertificate({ hosts, days: 3 }));
	const longer = { hosts, days: 80, organisation: "Let's Encrypt" };
	await store('two', 'shop.test', await makeCertificate(longer));
	const found = await storedCertificate(storage, 'shop.test');
	expect(found?.issuer).toBe("Let's Encrypt");
	expect(daysFromNow(found?.until)).toBe(80);
});

test('knows of none where nothing is stored, or nothing that can be read', async () => {
	expect(await storedCertificate(storage, 'shop.test')).toBeNull();
	await store('one', 'shop.test', 'half of a cert');
	expect(await storedCertificate(storage, 'shop.test')).toBeNull();
});
