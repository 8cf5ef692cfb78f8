import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { areOwn, settingDefaults } from './setting-defaults.ts';

const schema = readFileSync(new URL('../../../../prisma/schema.prisma', import.meta.url), 'utf8');
const columns = /^model Service \{\n([\s\S]+?)^\}/m.exec(schema)?.[1] ?? '';

test('what counts as changed is what a new service does not begin with', () => {
	for (const [name, value] of Object.entries(settingDefaults)) {
		const [line = ''] = new RegExp(`^\\s*${name}\\s.*$`, 'm').exec(columns) ?? [];
		if (typeof value === 'number') expect(line).toContain(`@default(${value})`);
		else expect(line, name).toMatch(value === null ? /String\?/ : /@default\("\{\}"\)/);
	}
});

test('one setting that differs is enough', () => {
	expect(areOwn(settingDefaults, ['watchSeconds', 'stopSignal'])).toBe(false);
	expect(areOwn({ ...settingDefaults, watchSeconds: 0 }, ['stopSignal', 'watchSeconds'])).toBe(
		true
	);
	expect(areOwn({ ...settingDefaults, watchSeconds: 0 }, ['stopSignal'])).toBe(false);
});
