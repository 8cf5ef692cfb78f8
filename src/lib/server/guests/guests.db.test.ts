import { describe, expect, it } from 'vitest';
import { usePanel } from '../http/testing.ts';
import { tokenOf } from '../http/token-of.ts';
import { testWorld } from '../testing/world.ts';
import { listGuests } from './list-guests.ts';
import { removeGuest } from './remove-guest.ts';
import { saveGuest } from './save-guest.ts';

const world = testWorld();
usePanel(world);

describe('guests', () => {
	it('are listed by name, get new passwords, and leave the app open when the last has gone', async () => {
		const ctx = await world.person('user');
		const { serviceId } = await world.project(ctx);
		const password = 'correct horse';
		expect(await saveGuest(ctx, { serviceId, name: 'grace', password })).toEqual({ isNew: true });
		await saveGuest(ctx, { serviceId, name: 'ada', password });
		const hashOf = async () =>
			(await world.db.guest.findFirstOrThrow({ where: { serviceId, name: 'ada' } })).passwordHash;
		const first = await hashOf();
		expect(first).not.toContain(password);
		expect(await saveGuest(ctx, { serviceId, name: 'ada', password })).toEqual({ isNew: false });
		expect(await hashOf()).not.toBe(first);
		expect((await listGuests(ctx, { serviceId })).map(({ name }) => name)).toEqual([
			'ada',
			'grace'
		]);
		expect(await removeGuest(ctx, { serviceId, name: 'ada' })).toEqual({ isOpen: false });
		expect(await removeGuest(ctx, { serviceId, name: 'grace' })).toEqual({ isOpen: true });
		await expect(removeGuest(ctx, { serviceId, name: 'grace' })).rejects.toMatchObject({
			status: 404
		});
		const events = await world.db.auditEvent.findMany({
			where: { serviceId, action: { startsWith: 'guest.' } }
		});
		expect(events.map(({ action }) => action).sort()).toEqual([
			...['guest.added', 'guest.added', 'guest.changed'],
			...['guest.removed', 'guest.removed']
		]);
		expect(JSON.stringify(events)).not.toContain(password);
	});

	it('are let in by programs, too, and refused with the page’s words', async () => {
		const { owner, call } = await tokenOf(world);
		const { serviceId } = await world.project(owner);
		const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		const path = `/apps/${name}/guests`;
		expect(await call('PUT', `${path}/ada`, { password: 'correct horse' })).toMatchObject({
			status: 201,
			body: { status: 'success', name: 'ada' }
		});
		expect((await call('PUT', `${path}/ada`, { password: 'battery staple' })).status).toBe(200);
		expect((await call('GET', path)).body).toMatchObject({ guests: [{ name: 'ada' }] });
		for (const [guest, password, field, message] of [
			['ada', 'short', 'password', 'The password is at least 8 characters.'],
			['ada', 'x'.repeat(129), 'password', 'The password is at most 128 characters.'],
			['a:b', 'correct horse', 'name', 'The name must not contain a colon.'],
			['x'.repeat(65), 'correct horse', 'name', 'The name is at most 64 characters (got 65).']
		]) {
			const refused = await call('PUT', `${path}/${guest}`, { password });
			expect(refused).toMatchObject({ status: 422, body: { field, message } });
		}
		expect((await call('DELETE', `${path}/ada`)).body).toMatchObject({
			message: 'The app is open to everybody again.'
		});
		expect(await call('DELETE', `${path}/ada`)).toMatchObject({ status: 404 });
	});
});
