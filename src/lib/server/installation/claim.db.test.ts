import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { testWorld } from '../testing/world.ts';
import { consoleActor } from '../auth/actors.ts';
import { claimInstallation, createAdmin } from './claim-installation.ts';
import { ensureInstallation, installationId } from './ensure-installation.ts';
import { isClaimed } from './is-claimed.ts';

const world = testWorld();
const password = 'seven lamps under the pier';

/** As on a fresh machine. */
async function fresh(): Promise<string> {
	await world.db.user.deleteMany();
	await world.db.installation.deleteMany();
	const { setupToken } = await ensureInstallation(world.db);
	if (!setupToken) throw new Error('a fresh installation has a set-up token');
	return setupToken;
}

const claim = (token: string) =>
	claimInstallation(
		{ ...world.nobody(), actor: { ...world.nobody().actor, address: newId() } },
		{ token, email: `${newId()}@example.com`, password, userAgent: null }
	);

describe('claiming an installation', () => {
	it('makes one admin of twenty claims at the same moment', async () => {
		const token = await fresh();
		const claims = await Promise.allSettled(Array.from({ length: 20 }, () => claim(token)));
		expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await world.db.user.count()).toBe(1);
		expect(await isClaimed(world.db)).toBe(true);
	});

	it('makes one admin of a claim in the browser and one on the console', async () => {
		const token = await fresh();
		const email = `${newId()}@example.com`;
		const claims = await Promise.allSettled([
			claim(token),
			createAdmin(world.nobody(), { email, password })
		]);
		expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await world.db.user.count()).toBe(1);
	});

	it('wants the token of the newest start', async () => {
		const old = await fresh();
		const { setupToken } = await ensureInstallation(world.db);
		await expect(claim(old)).rejects.toMatchObject({ code: 'setup_refused', status: 404 });
		await expect(claim('')).rejects.toMatchObject({ code: 'setup_refused' });
		await expect(claim(setupToken ?? '')).resolves.toBeTruthy();
	});

	it('is closed for ever once it is claimed, also after another start', async () => {
		const token = await fresh();
		await claim(token);
		const again = await ensureInstallation(world.db);
		expect(again.setupToken).toBeNull();
		await expect(claim(token)).rejects.toMatchObject({ code: 'setup_refused' });
		await expect(
			createAdmin(world.nobody(), { email: 'b@example.com', password })
		).rejects.toMatchObject({ code: 'already_claimed' });
	});

	it('keeps the label and never the token itself', async () => {
		const token = await fresh();
		const row = await world.db.installation.findUniqueOrThrow({ where: { id: installationId } });
		expect(JSON.stringify(row)).not.toContain(token);
		expect((await ensureInstallation(world.db)).label).toBe(row.label);
		expect(token.length).toBeGreaterThanOrEqual(32);
	});

	it('leaves nothing behind when the password is refused', async () => {
		const token = await fresh();
		const refused = claimInstallation(world.nobody(), {
			token,
			email: 'a@example.com',
			password: 'passwordpassword',
			userAgent: null
		});
		await expect(refused).rejects.toMatchObject({ field: 'password' });
		expect(await isClaimed(world.db)).toBe(false);
		await claim(token);
	});

	it('makes the console act as the first admin', async () => {
		await fresh();
		await expect(consoleActor(world.db)).rejects.toMatchObject({ code: 'not_claimed' });
		await createAdmin(world.nobody(), { email: 'c@example.com', password });
		expect(await consoleActor(world.db)).toMatchObject({ email: 'c@example.com', role: 'admin' });
	});
});
