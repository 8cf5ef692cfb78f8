import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newId } from '#lib/server/db/id.ts';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { noteOwnCertificates } from './note-own-certificates.ts';
import { placeCertificates } from './place-certificates.ts';

const given = workerWorld();

test('files stand beside the edge as long as their certificate is wanted, and are made again when lost', async () => {
	const ctx = await given.panel.person('admin');
	const { serviceId } = await given.panel.project(ctx);
	const { domainId } = await addDomain(ctx, { serviceId, host: 'own.example.org' });
	const world = given.world();
	const id = newId();
	const keyCipher = world.vault.seal('the key');
	const until = new Date('2031-01-01');
	await world.db.ownCertificate.create({
		data: { id, domainId, chain: 'the chain', keyCipher, until, issuer: 'x' }
	});
	const folder = world.paths.ownCertificates;
	for (const changed of [true, false]) {
		expect(await placeCertificates(world)).toBe(changed);
		expect(await readFile(join(folder, `${id}.crt`), 'utf8')).toBe('the chain');
		expect(await readFile(join(folder, `${id}.key`), 'utf8')).toBe('the key');
		expect((await stat(join(folder, `${id}.key`))).mode & 0o777).toBe(0o600);
	}
	await writeFile(join(folder, 'stranger.key'), 'x');
	await world.db.ownCertificate.deleteMany({ where: { id } });
	expect(await placeCertificates(world)).toBe(true);
	expect(await readdir(folder)).toEqual([]);
	expect(await placeCertificates(world)).toBe(false);
});

test('people are told once a fortnight before their certificate ends, once three days before, and when it has', async () => {
	const ctx = await given.panel.person('admin');
	const { projectId, serviceId } = await given.panel.project(ctx);
	const { domainId } = await addDomain(ctx, { serviceId, host: 'ends.example.org' });
	const { db } = given.world();
	await db.channel.create({
		data: {
			...{ id: newId(), projectId, name: 'team', kind: 'slack', secretCipher: 'x' },
			...{ occasions: ['certificate-trouble'], settings: {} }
		}
	});
	const until = new Date('2031-01-31T12:00:00Z');
	const data = { id: newId(), domainId, chain: 'x', keyCipher: 'x', until, issuer: 'x' };
	await db.ownCertificate.create({ data });
	const told: number[] = [];
	for (const day of ['10', '20', '21', '29', '30', '31']) {
		await noteOwnCertificates(given.world(), new Date(`2031-01-${day}T13:00:00Z`));
		told.push(await db.notification.count({ where: { channel: { projectId } } }));
	}
	expect(told).toEqual([0, 1, 1, 2, 2, 3]);
});
