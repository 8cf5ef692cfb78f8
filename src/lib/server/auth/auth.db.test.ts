import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { createToken } from '../tokens/create-token.ts';
import { listTokens } from '../tokens/list-tokens.ts';
import { revokeToken } from '../tokens/revoke-token.ts';
import { testWorld } from '../testing/world.ts';
import { authenticateBearer } from './authenticate-bearer.ts';
import { changePassword } from './change-password.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { hashPassword } from './password.ts';
import { countAttempt } from './rate-limit.ts';
import { restoreSession } from './restore-session.ts';

const world = testWorld();
const password = 'seven lamps under the pier';

async function account(address: string = newId()) {
	const id = newId();
	const email = `${id}@example.com`;
	const passwordHash = await hashPassword(password);
	await world.db.user.create({ data: { id, email, passwordHash, role: 'admin' } });
	const nobody = world.nobody();
	return { id, email, ctx: { ...nobody, actor: { ...nobody.actor, address } } };
}

const from = { address: null };

describe('signing in', () => {
	it('gives a session that the cookie restores, and stores only its hash', async () => {
		const { ctx, email, id } = await account();
		const { sessionId } = await login(ctx, { email, password, userAgent: 'a browser' });
		const restored = await restoreSession(world.db, { sessionId, ...from });
		expect(restored?.actor).toMatchObject({ userId: id, email, role: 'admin' });
		expect(await world.db.session.findUnique({ where: { id: sessionId } })).toBeNull();
	});

	it('answers unknown account and wrong password alike', async () => {
		const { ctx, email } = await account();
		const wrong = { email, password: 'not the password', userAgent: null };
		const unknown = { ...wrong, email: `${newId()}@example.com` };
		const answers = await Promise.allSettled([login(ctx, wrong), login(ctx, unknown)]);
		const [first, second] = answers.map((answer) =>
			answer.status === 'rejected' ? { ...(answer.reason as object) } : null
		);
		expect(first).toMatchObject({ code: 'login_failed', status: 401 });
		expect(second).toEqual(first);
	});

	it('stops an account after ten wrong passwords, from any address, and lets others in', async () => {
		const { ctx, email } = await account();
		const wrong = { email, password: 'not the password', userAgent: null };
		for (let count = 0; count < 10; count++) {
			await expect(login(ctx, wrong)).rejects.toMatchObject({ code: 'login_failed' });
		}
		const elsewhere = { ...ctx, actor: { ...ctx.actor, address: newId() } };
		await expect(login(elsewhere, { ...wrong, password })).rejects.toMatchObject({
			code: 'too_many_attempts',
			status: 429
		});
		const other = await account();
		await expect(
			login(other.ctx, { email: other.email, password, userAgent: null })
		).resolves.toBeTruthy();
	});

	it('ends with the logout and when its time is over', async () => {
		const { ctx, email } = await account();
		const one = await login(ctx, { email, password, userAgent: null });
		const two = await login(ctx, { email, password, userAgent: null });
		await logout(ctx, one);
		expect(await restoreSession(world.db, { ...one, ...from })).toBeNull();
		await world.db.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } });
		expect(await restoreSession(world.db, { ...two, ...from })).toBeNull();
	});

	it('slides: used in its second half, a session is extended', async () => {
		const { ctx, email } = await account();
		const { sessionId } = await login(ctx, { email, password, userAgent: null });
		const soon = new Date(Date.now() + 10 * 24 * 3600 * 1000);
		await world.db.session.updateMany({ data: { expiresAt: soon } });
		const restored = await restoreSession(world.db, { sessionId, ...from });
		expect(restored?.isExtended).toBe(true);
		expect(restored?.session.expiresAt.getTime()).toBeGreaterThan(soon.getTime());
	});

	it('shrugs at a cookie of any length', async () => {
		expect(await restoreSession(world.db, { sessionId: 'x'.repeat(10_000), ...from })).toBeNull();
		expect(await restoreSession(world.db, { sessionId: "' or 1=1 --", ...from })).toBeNull();
	});
});

describe('changing the password', () => {
	it('ends all other sessions and gives a new one', async () => {
		const { ctx, email, id } = await account();
		const old = await login(ctx, { email, password, userAgent: null });
		const self = { ...ctx, actor: { ...ctx.actor, userId: id, email } };
		const next = await changePassword(self, {
			currentPassword: password,
			newPassword: 'eight lamps under the pier'
		});
		expect(await restoreSession(world.db, { ...old, ...from })).toBeNull();
		expect(await restoreSession(world.db, { ...next, ...from })).not.toBeNull();
		await expect(login(ctx, { email, password, userAgent: null })).rejects.toMatchObject({
			code: 'login_failed'
		});
	});

	it('wants the current one, and refuses a common new one', async () => {
		const { ctx, email, id } = await account();
		const self = { ...ctx, actor: { ...ctx.actor, userId: id, email } };
		await expect(
			changePassword(self, { currentPassword: 'wrong one', newPassword: 'x'.repeat(20) })
		).rejects.toMatchObject({ code: 'wrong_password', field: 'currentPassword' });
		await expect(
			changePassword(self, { currentPassword: password, newPassword: 'passwordpassword' })
		).rejects.toMatchObject({ code: 'password_too_common', field: 'newPassword' });
	});
});

describe('API tokens', () => {
	const bearer = (header: string | null, clock = () => new Date()) =>
		authenticateBearer({ db: world.db, clock }, { header, address: newId() });

	it('stand for their owner until they are revoked', async () => {
		const ctx = await world.person('user');
		const { id, token } = await createToken(ctx, { name: 'ci', expiresInDays: null });
		expect(await bearer(`Bearer ${token}`)).toMatchObject({ userId: ctx.actor.userId });
		expect(await bearer(`bearer ${token}`)).toMatchObject({ userId: ctx.actor.userId });
		await revokeToken(ctx, { tokenId: id });
		await expect(bearer(`Bearer ${token}`)).rejects.toMatchObject({ code: 'token_revoked' });
		expect(await listTokens(ctx)).toMatchObject([{ name: 'ci', state: 'revoked' }]);
	});

	it('end when their time is over', async () => {
		const ctx = await world.person('user');
		const { token } = await createToken(ctx, { name: 'ci', expiresInDays: 1 });
		const tomorrow = () => new Date(Date.now() + 2 * 24 * 3600 * 1000);
		await expect(bearer(`Bearer ${token}`, tomorrow)).rejects.toMatchObject({
			code: 'token_expired',
			status: 401
		});
	});

	it('are refused in every other form', async () => {
		const ctx = await world.person('user');
		const { token } = await createToken(ctx, { name: 'ci', expiresInDays: null });
		const forged = `gantry_${randomBytes(32).toString('base64url')}`;
		const headers = [
			null,
			'',
			'Bearer',
			'Bearer ',
			token,
			`Basic ${token}`,
			`Bearer  ${token}`,
			`Bearer ${token}x`,
			`Bearer ${token.slice(0, -1)}`,
			`Bearer ${token.replace('gantry_', 'other__')}`,
			`Bearer ${forged}`,
			`Bearer ${'x'.repeat(10_000)}`
		];
		for (const header of headers) {
			await expect(bearer(header), String(header)).rejects.toMatchObject({
				code: 'token_invalid',
				status: 401
			});
		}
	});

	it('can not be revoked by others', async () => {
		const { id } = await createToken(await world.person('user'), {
			name: 'a',
			expiresInDays: null
		});
		await expect(revokeToken(await world.person('admin'), { tokenId: id })).rejects.toMatchObject({
			status: 404
		});
	});
});

describe('limits', () => {
	it('count attempts at the same moment exactly', async () => {
		const limit = { name: 'test', count: 5, seconds: 60 };
		const subject = newId();
		const attempts = await Promise.allSettled(
			Array.from({ length: 20 }, () => countAttempt(world.db, limit, subject))
		);
		expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
	});

	it('begin anew when their window is over', async () => {
		const limit = { name: 'test', count: 1, seconds: 60 };
		const subject = newId();
		await countAttempt(world.db, limit, subject);
		await expect(countAttempt(world.db, limit, subject)).rejects.toMatchObject({ status: 429 });
		await world.db.rateLimit.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } });
		await countAttempt(world.db, limit, subject);
	});
});
