import { expect, test } from 'vitest';
import { buildsWords } from './builds-words.ts';

const none = { slots: null, memoryMegabytes: null, cpus: null, pidsLimit: null };
const computed = { slots: 2, memoryMegabytes: 4096, cpus: 1.5, pidsLimit: 4096 };
const builds: Parameters<typeof buildsWords>[0] = {
	chosen: { ...none, minutes: null, idleMinutes: null },
	computed: { ...computed, minutes: 10, idleMinutes: 3 },
	host: { memoryMegabytes: 8192, cores: 4 },
	reach: null
};

test('what builds may use is what was chosen, else what was computed', () => {
	expect(buildsWords(builds)).toBe('2 at once · 4096 MB · 1.5 cores · 10 min');
	const chosen = { ...builds.chosen, slots: 1, cpus: 1, minutes: 20 };
	expect(buildsWords({ ...builds, chosen })).toBe('1 at once · 4096 MB · 1 core · 20 min');
});

test('no cap is all cores', () => {
	expect(buildsWords({ ...builds, chosen: { ...builds.chosen, cpus: 0 } })).toContain('4 cores');
});

test('limits that nothing holds are not told', () => {
	const reach = { holds: 'nothing', because: 'there are no cgroups' } as const;
	expect(buildsWords({ ...builds, reach })).toBe('2 at once · 10 min · without limits');
});
