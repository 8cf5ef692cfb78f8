import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detect } from './detect.ts';
import { treeOf } from './testing/running-app.ts';
import { settings } from './testing/settings.ts';

const folder = join(import.meta.dirname, '../../examples');

describe('an example', () => {
	it.each(readdirSync(folder))(
		'%s is recognised as it is, with nothing to complain of',
		async (name) => {
			const plan = await detect(await treeOf(join(folder, name)), settings());
			expect(plan.notices).toEqual([]);
			expect(plan.language).toBe(name);
		}
	);
});
