import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsOf, type Sample } from '#lib/rules/metrics/series.ts';
import { tiers } from '#lib/rules/metrics/tiers.ts';
import { readRing } from '#lib/server/metrics/read-ring.ts';
import { recordBytes, recordPosition, ringBytes } from '#lib/server/metrics/ring-layout.ts';
import { RingWriter } from './ring-writer.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-rings-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A whole day, so that all tiers begin a slot here. */
const start = 1_800_000_000 - (1_800_000_000 % 86_400);

function requests(at: number, count: number): Sample<'requests'> {
	const values = Object.fromEntries(fieldsOf('requests').map(([field]) => [field, 0]));
	return { at, values: { ...values, status2: count } as Sample<'requests'>['values'] };
}

async function fill(path: string, { from = start, samples }: { from?: number; samples: number }) {
	const writer = await RingWriter.open(path, 'requests');
	for (let nth = 0; nth < samples; nth++) await writer.write(requests(from + nth * 10, 1));
	await writer.close();
}

const counts = (samples: Sample<'requests'>[]) => samples.map(({ values }) => values.status2);

describe('a ring', () => {
	it('gives back what was written, in every resolution', async () => {
		const path = join(folder, 'plain.ring');
		await fill(path, { samples: 180 });
		const read = (seconds: number) => readRing(path, { kind: 'requests', seconds, from: start });
		expect(counts(await read(10))).toEqual(Array(180).fill(1));
		expect(counts(await read(60))).toEqual(Array(30).fill(6));
		expect(counts(await read(900))).toEqual([90, 90]);
	});

	it('never grows beyond its rings, and keeps the newest', async () => {
		const path = join(folder, 'full.ring');
		await fill(path, { samples: 1_000 });
		expect((await stat(path)).size).toBeLessThanOrEqual(ringBytes('requests'));
		const fine = await readRing(path, { kind: 'requests', seconds: 10, from: 0 });
		expect(fine).toHaveLength(tiers[0].slots);
		expect(fine.at(-1)?.at).toBe(start + 9_990);
		const minutes = await readRing(path, { kind: 'requests', seconds: 60, from: 0 });
		expect(counts(minutes).reduce((sum, count) => sum + count, 0)).toBe(1_000);
	});

	it('ignores a record that was torn, and only that one', async () => {
		const path = join(folder, 'torn.ring');
		await fill(path, { samples: 3 });
		const file = await open(path, 'r+');
		const at = recordPosition('requests', tiers[0], start + 10);
		await file.write(Buffer.alloc(20, 0xff), 0, 20, at + 8);
		await file.close();
		const kept = await readRing(path, { kind: 'requests', seconds: 10, from: 0 });
		expect(kept.map((sample) => sample.at - start)).toEqual([0, 20]);
	});

	it('goes on after its writer was killed, and rolls up what that one left behind', async () => {
		const path = join(folder, 'again.ring');
		await fill(path, { samples: 5 });
		await fill(path, { from: start + 50, samples: 2 });
		const minutes = await readRing(path, { kind: 'requests', seconds: 60, from: 0 });
		expect(counts(minutes)).toEqual([6, 1]);
	});

	it('counts a slot that is written twice once', async () => {
		const path = join(folder, 'twice.ring');
		await fill(path, { samples: 10 });
		await fill(path, { from: start + 60, samples: 10 });
		const minutes = await readRing(path, { kind: 'requests', seconds: 60, from: 0 });
		expect(counts(minutes)).toEqual([6, 6, 4]);
	});

	it('is empty before anything was written', async () => {
		const nothing = { kind: 'machine', seconds: 60, from: 0 } as const;
		expect(await readRing(join(folder, 'none.ring'), nothing)).toEqual([]);
	});

	it('takes less than a megabyte and a half for all that is kept of a service', () => {
		expect(ringBytes('service') + ringBytes('requests')).toBeLessThan(1.5 * 2 ** 20);
		expect(tiers.map(({ seconds, slots }) => (seconds * slots) / 3600)).toEqual([2, 24, 720]);
		expect(recordBytes('service')).toBe(44);
	});

	it('has rings whose parts never go over an end', () => {
		for (const [index, tier] of tiers.entries()) {
			const next = tiers[index + 1];
			if (next) expect(tier.slots % (next.seconds / tier.seconds)).toBe(0);
		}
	});
});
