import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

interface Entry {
	version?: string;
	dependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
}

const path = resolve(import.meta.dirname, '../../package-lock.json');
const { packages } = JSON.parse(await readFile(path, 'utf8')) as {
	packages: Record<string, Entry>;
};

/** As Node looks a package up: beside its dependant, then in each folder above. */
function isLocked(from: string, name: string): boolean {
	const beside = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
	if (packages[beside]) return true;
	if (from === '') return false;
	const above = from.lastIndexOf('/node_modules/');
	return isLocked(above === -1 ? '' : from.slice(0, above), name);
}

test('the lock file names every package, those of other platforms too: without them npm ci refuses', () => {
	const missing = Object.entries(packages).flatMap(([from, entry]) =>
		Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
			.filter((name) => !isLocked(from, name))
			.map((name) => `${from} needs ${name}`)
	);
	expect(missing).toEqual([]);
});

test('the lock file names no registry host', async () => {
	expect(await readFile(path, 'utf8')).not.toMatch(/"resolved": "https?:/);
});
