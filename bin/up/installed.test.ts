import { expect, test } from 'vitest';
import { differingPackages } from './installed.js';

const wanted = {
	packages: {
		'': { version: '0.1.0' },
		'node_modules/zod': { version: '4.6.7' },
		'node_modules/fsevents': { version: '2.3.3', optional: true }
	}
};

test('is content with what npm recorded, without the packages of other platforms', () => {
	expect(
		differingPackages(wanted, { packages: { 'node_modules/zod': { version: '4.6.7' } } })
	).toEqual([]);
});

test('finds a package that is missing or of another version', () => {
	expect(differingPackages(wanted, { packages: {} })).toEqual(['node_modules/zod']);
	expect(
		differingPackages(wanted, { packages: { 'node_modules/zod': { version: '4.0.0' } } })
	).toEqual(['node_modules/zod']);
});

test('finds an optional package of another version', () => {
	const installed = {
		packages: {
			'node_modules/zod': { version: '4.6.7' },
			'node_modules/fsevents': { version: '1.0.0' }
		}
	};
	expect(differingPackages(wanted, installed)).toEqual(['node_modules/fsevents']);
});
