import { chmod, mkdtemp, readFile, rm, writeFile, readdir, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readNames } from './file.ts';
import type { NameEntry } from './port.ts';
import { NameStore } from './store.ts';

const entry: NameEntry = {
	hosts: [{ host: 'a.test', certificate: true }],
	state: 'live',
	targets: [{ address: '10.0.0.1', port: 80 }]
};

let folder: string;
let file: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-names-'));
	file = join(folder, 'names.json');
});

afterEach(async () => {
	await chmod(folder, 0o700);
	await rm(folder, { recursive: true });
});

describe('NameStore', () => {
	it('has a change in its file, flushed, when it acknowledges it', async () => {
		const store = await NameStore.open(file);
		await store.change([{ service: 'a', change: entry }]);
		expect(await readNames(file)).toEqual({ a: entry });
		expect(store.table.resolve('a.test').state).toBe('live');
	});

	it('comes back from its file with what it knew', async () => {
		const store = await NameStore.open(file);
		await store.change([{ service: 'a', change: entry }]);
		expect((await NameStore.open(file)).table.snapshot()).toEqual({ a: entry });
	});

	it('makes a missing entry without hosts, targets, and starting', async () => {
		const store = await NameStore.open(file);
		await store.change([{ service: 'a', change: { state: 'stopped' } }]);
		expect(store.table.snapshot()).toEqual({ a: { hosts: [], state: 'stopped', targets: [] } });
	});

	it('keeps the order of changes that come while one is being written', async () => {
		const store = await NameStore.open(file);
		const states = ['live', 'stopped', 'starting', 'live', 'stopped'] as const;
		await Promise.all(
			states.map((state) => store.change([{ service: 'a', change: { ...entry, state } }]))
		);
		await Promise.all([
			store.change([{ service: 'b', change: entry }]),
			store.change([{ service: 'b', change: null }]),
			store.change([{ service: 'b', change: { state: 'stopped' } }])
		]);
		expect(await readNames(file)).toEqual({
			a: { ...entry, state: 'stopped' },
			b: { hosts: [], state: 'stopped', targets: [] }
		});
	});

	it('changes nothing when the file cannot be written', async () => {
		const store = await NameStore.open(file);
		await store.change([{ service: 'a', change: entry }]);
		// A folder in the draft's place: no user, not even root, can write it.
		await mkdir(`${file}.new`);
		await expect(store.change([{ service: 'a', change: null }])).rejects.toThrow();
		expect(store.table.resolve('a.test').state).toBe('live');
		await rm(`${file}.new`, { recursive: true });
		await store.change([{ service: 'b', change: entry }]);
		expect(Object.keys(await readNames(file))).toEqual(['a', 'b']);
	});

	it('replaces everything at once', async () => {
		const store = await NameStore.open(file);
		await store.change([{ service: 'a', change: entry }]);
		await store.replace({ b: { ...entry, hosts: [{ host: 'b.test', certificate: false }] } });
		expect(Object.keys(await readNames(file))).toEqual(['b']);
		expect(store.table.resolve('a.test').state).toBe('unknown');
	});

	it('sets a damaged file aside and starts empty', async () => {
		await writeFile(file, '{"version":1,"names":{"a":');
		const store = await NameStore.open(file);
		expect(store.table.size).toBe(0);
		expect(await readdir(folder)).toEqual(['names.json.damaged']);
	});

	it('writes a file that people can read, an entry a line', async () => {
		const store = await NameStore.open(file);
		await store.change([
			{ service: 'a', change: entry },
			{ service: 'b', change: entry }
		]);
		expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(5);
	});
});
