import { describe, expect, it } from 'vitest';
import { hashGuestPassword } from '#lib/server/guests/hash-guest-password.ts';
import { guestHash, passwordFits } from './guest-password.ts';
import { GuestList } from './sign-in.ts';

const guests = [{ name: 'ada', hash: 'of lovelace' }];
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

function list() {
	const state = { now: 0, checks: 0 };
	const guestList = new GuestList({
		clock: () => state.now,
		fits: (password, hash) => {
			state.checks++;
			return Promise.resolve(hash === `of ${password}`);
		}
	});
	const check = (authorization: string, over: Partial<Parameters<GuestList['check']>[0]> = {}) =>
		guestList.check({ service: 'shop', guests, authorization, address: '10.0.0.1', ...over });
	return { state, check };
}

describe('guests', () => {
	it('are let in with their password, which is checked slowly once', async () => {
		const { state, check } = list();
		for (let visit = 0; visit < 3; visit++) {
			expect(await check(basic('ada:lovelace'))).toBe('in');
		}
		expect(state.checks).toBe(1);
	});

	it('are out as soon as the password is another one, or the service', async () => {
		const { check } = list();
		expect(await check(basic('ada:lovelace'))).toBe('in');
		const changed = [{ name: 'ada', hash: 'of byron' }];
		expect(await check(basic('ada:lovelace'), { guests: changed })).toBe('out');
		const others = { service: 'docs', guests: changed };
		expect(await check(basic('ada:lovelace'), others)).toBe('out');
	});

	it.each(['', 'Bearer x', 'Basic', 'Basic !', basic('ada'), basic('ada:x'), basic('x:lovelace')])(
		'are not those who say %j',
		async (authorization) => {
			expect(await list().check(authorization)).toBe('out');
		}
	);

	it('keep their way in while somebody else guesses, who must wait', async () => {
		const { state, check } = list();
		await check(basic('ada:lovelace'));
		const verdicts: string[] = [];
		for (let guess = 0; guess < 12; guess++) {
			verdicts.push(await check(basic(`ada:${guess}`), { address: '10.0.0.2' }));
		}
		expect(verdicts.filter((verdict) => verdict === 'out')).toHaveLength(10);
		expect(verdicts.at(-1)).toBe('later');
		expect(await check(basic('ada:lovelace'), { address: '10.0.0.2' })).toBe('in');
		expect(await check(basic('ada:x'), { address: '10.0.0.3' })).toBe('out');
		state.now += 10_000;
		expect(await check(basic('ada:x'), { address: '10.0.0.2' })).toBe('out');
	});

	it('of one service are guessed for in all so often and no more', async () => {
		const { state, check } = list();
		for (let guess = 0; guess < 100; guess++) {
			await check(basic('ada:x'), { address: `2001:db8:${guess}:1::1` });
		}
		expect(state.checks).toBe(30);
	});

	it('have passwords with any letters, hashed as the edge reads them', async () => {
		const hash = await hashGuestPassword('pa:ss wörd');
		expect(hash).toMatch(guestHash);
		expect(await passwordFits('pa:ss wörd', hash)).toBe(true);
		expect(await passwordFits('pass wörd', hash)).toBe(false);
		expect(await passwordFits('x', 'not a hash')).toBe(false);
	});
});
