import { describe, expect, it } from 'vitest';
import type { Container } from '#engine/runtime/port.ts';
import { CrashMemory, mostEnds, recoveredMs, windowMs } from './crash-loop.ts';

const start = Date.UTC(2026, 0, 1);
const container = (restarts: number, upSince: number | null, now = start): Container => ({
	id: 'one',
	name: 'one',
	labels: {},
	state: upSince === null ? 'restarting' : 'running',
	address: null,
	exitCode: upSince === null ? 1 : null,
	outOfMemory: false,
	startedAt: new Date(upSince ?? now),
	finishedAt: null,
	restarts
});
const minute = 60_000;

describe('an app that ends by itself', () => {
	it('is in a crash loop at its third end within five minutes', () => {
		const memory = new CrashMemory();
		expect(memory.judge(container(0, start), start).state).toBe('unsure');
		expect(memory.judge(container(2, null), start + minute).state).toBe('unsure');
		expect(memory.judge(container(3, null), start + 2 * minute)).toEqual({
			state: 'crashing',
			ends: mostEnds
		});
	});

	it('is in none when it ends now and then', () => {
		const memory = new CrashMemory();
		for (let nth = 0; nth < 20; nth++) {
			const now = start + nth * 3 * minute;
			expect(memory.judge(container(nth, now - 1000), now).state, `end ${nth}`).not.toBe(
				'crashing'
			);
		}
	});

	it('has recovered once it stayed up', () => {
		const memory = new CrashMemory();
		memory.judge(container(0, start), start);
		expect(memory.judge(container(5, start + minute), start + minute).state).toBe('crashing');
		const later = start + minute + recoveredMs;
		expect(memory.judge(container(5, start + minute), later).state).toBe('well');
		expect(memory.judge(container(6, null), later + windowMs).state).toBe('unsure');
	});

	it('is recognised by a worker that has just started', () => {
		expect(new CrashMemory().judge(container(7, null), start).state).toBe('crashing');
		const long = container(7, start - recoveredMs - 1);
		const memory = new CrashMemory();
		expect(memory.judge(long, start).state).toBe('well');
		expect(memory.judge(container(8, null), start + 1000).state).toBe('unsure');
	});

	it('begins anew when a person started it', () => {
		const memory = new CrashMemory();
		memory.judge(container(9, start - recoveredMs - 1), start);
		expect(memory.judge(container(0, start), start).state).toBe('unsure');
	});
});
