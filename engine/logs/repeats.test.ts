import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuntimeLine } from '../runtime/port.ts';
import { Repeats } from './repeats.ts';

const start = Date.parse('2026-11-21T10:00:00Z');

/** A line printed so many nanoseconds after the start. */
function line(nanoseconds: number, stream: RuntimeLine['stream'] = 'stdout'): RuntimeLine {
	const whole = new Date(start + Math.floor(nanoseconds / 1e6)).toISOString().slice(0, -1);
	const rest = String(nanoseconds % 1e6).padStart(6, '0');
	return { time: `${whole}${rest}Z`, stream, text: String(nanoseconds) };
}

/** What is left when repeated lines are left out. */
function fresh(lines: RuntimeLine[], repeats = new Repeats()): string[] {
	const left = lines.filter((one) => !repeats.has(one, Date.parse(one.time)));
	return left.map(({ text }) => text);
}

describe('Repeats', () => {
	it('leaves out what an engine repeats when it puts a file aside', () => {
		const lines = [1, 2, 3, 4, 5, 3, 4, 5, 6, 7].map((nth) => line(nth * 1000));
		expect(fresh(lines)).toEqual(['1000', '2000', '3000', '4000', '5000', '6000', '7000']);
	});

	it('leaves out the newest line when it is repeated alone', () => {
		expect(fresh([line(5), line(7), line(7), line(8)])).toEqual(['5', '7', '8']);
	});

	it('keeps lines of one time where a clock tells milliseconds alone', () => {
		expect(fresh([line(5e6), line(5e6), line(5e6), line(6e6)])).toHaveLength(4);
	});

	it('knows each of them when they are repeated', () => {
		const all = [4e6, 5e6, 5e6, 6e6].map((time) => line(time));
		const texts = ['4000000', '5000000', '5000000', '6000000', '7000000'];
		expect(fresh([...all, ...all.slice(1), line(7e6)])).toEqual(texts);
	});

	it('looks at each stream by itself: they come in no order of their own', () => {
		const lines = [line(10), line(30), line(20, 'stderr'), line(40), line(30, 'stderr')];
		expect(fresh(lines)).toEqual(['10', '30', '20', '40', '30']);
	});

	it('keeps what is printed after the clock was set back', () => {
		const late = [line(60e9), line(61e9)];
		const early = [line(1e9), line(2e9), line(3e9)];
		expect(fresh([...late, ...early])).toHaveLength(5);
	});

	it('leaves out what is asked for again', () => {
		const repeats = new Repeats();
		const lines = [line(1e6), line(2e6), line(2e6, 'stderr'), line(3e6)];
		fresh(lines, repeats);
		repeats.expectFrom(start + 2);
		expect(fresh([...lines.slice(1), line(4e6)], repeats)).toEqual(['4000000']);
	});

	it('neither loses nor doubles a line, whatever is repeated', () => {
		const steps = fc.array(fc.integer({ min: 1, max: 999_999 }), { minLength: 1, maxLength: 300 });
		const backs = fc.array(fc.nat(), { maxLength: 5 });
		fc.assert(
			fc.property(steps, backs, (gaps, jumps) => {
				let time = 0;
				const lines = gaps.map((gap) => line((time += gap)));
				const sent: RuntimeLine[] = [];
				const at = new Set(jumps.map((jump) => jump % lines.length));
				lines.forEach((one, nth) => {
					sent.push(one);
					if (at.has(nth)) sent.push(...lines.slice(Math.floor(nth / 2), nth + 1));
				});
				expect(fresh(sent)).toEqual(lines.map(({ text }) => text));
			})
		);
	});

	it('remembers no more than it needs', () => {
		const repeats = new Repeats();
		const many = Array.from({ length: 20_000 }, (_, nth) => line(nth * 1e6));
		expect(fresh(many, repeats)).toHaveLength(20_000);
		expect(fresh(many.slice(-1000), repeats)).toEqual([]);
	});
});
