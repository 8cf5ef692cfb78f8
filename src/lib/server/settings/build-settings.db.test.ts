import { expect, it } from 'vitest';
import { changeBuildSettingsInput } from '#lib/schemas/settings.ts';
import { fakeLive, testWorld } from '../testing/world.ts';
import { loadBuildRules } from './build-rules.ts';
import { changeBuildSettings } from './change-build-settings.ts';
import { getBuildSettings } from './get-build-settings.ts';

const world = testWorld();

it('what builds may use belongs to admins', async () => {
	const user = await world.person('user');
	await expect(getBuildSettings(user)).rejects.toMatchObject({ status: 403 });
	await expect(changeBuildSettings(user, { slots: 1 })).rejects.toMatchObject({ status: 403 });
});

it('what is chosen holds from the next build on, and what is emptied is computed again', async () => {
	const admin = await world.person('admin');
	const typed = {
		slots: '3',
		memoryMegabytes: '1024',
		cpus: '1.5',
		minutes: '30',
		idleMinutes: ''
	};
	await changeBuildSettings(admin, changeBuildSettingsInput.parse(typed));
	expect(await loadBuildRules(admin.db)).toMatchObject({
		limits: { slots: 3, memoryBytes: 2 ** 30, cpuMillis: 1500 },
		seconds: 1800,
		idleSeconds: 300
	});
	const { chosen, computed } = await getBuildSettings(admin);
	expect(chosen).toEqual({
		slots: 3,
		memoryMegabytes: 1024,
		cpus: 1.5,
		pidsLimit: null,
		minutes: 30,
		idleMinutes: null
	});
	const emptied = { slots: '', memoryMegabytes: '', cpus: '', minutes: '' };
	await changeBuildSettings(admin, changeBuildSettingsInput.parse(emptied));
	const { limits, seconds } = await loadBuildRules(admin.db);
	expect(limits).toMatchObject({ slots: computed.slots, cpuMillis: 0 });
	expect([limits.memoryBytes, seconds]).toEqual([computed.memoryMegabytes * 2 ** 20, 600]);
});

it('says how far it holds, and is there when nobody knows', async () => {
	const reach = { holds: 'nothing' as const, because: 'the Docker engine runs rootless' };
	const known = await world.person('admin', fakeLive({ buildReach: async () => reach }));
	expect((await getBuildSettings(known)).reach).toEqual(reach);
	expect((await getBuildSettings(await world.person('admin'))).reach).toBeNull();
});

it.each([
	[{ slots: '0' }, 'Builds at once: from 1 to 64.'],
	[{ memoryMegabytes: '12.5' }, 'Memory must be a whole number of megabytes from 128 to 1048576.'],
	[{ minutes: '-1' }, 'The time must be whole minutes from 1 to 360.']
])('refuses %j', (typed, message) => {
	const parsed = changeBuildSettingsInput.safeParse(typed);
	expect(parsed.error?.issues[0]?.message).toBe(message);
});
