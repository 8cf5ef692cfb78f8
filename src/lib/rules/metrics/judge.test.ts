import { describe, expect, it } from 'vitest';
import { measured, verdict, type Seen } from './judge.ts';
import { bucketOf } from './latency.ts';
import { fieldsOf, type Sample, type SeriesKind, type Values } from './series.ts';
import { measureWords, measuresOf, thresholdsOf } from './thresholds.ts';

const now = 1_800_000_000;

/** One sample each ten seconds, the newest first in `of`. */
function samples<Kind extends SeriesKind>(
	kind: Kind,
	count: number,
	of: (nth: number) => Partial<Values<Kind>>
): Sample<Kind>[] {
	const nothing = Object.fromEntries(fieldsOf(kind).map(([field]) => [field, 0]));
	return Array.from({ length: count }, (_, nth) => ({
		at: now - (nth + 1) * 10,
		values: { ...nothing, ...of(nth) } as Values<Kind>
	})).reverse();
}

describe('what is measured', () => {
	it('is the average over the minutes, not a peak', () => {
		const seen: Seen = {
			now,
			service: samples('service', 60, (nth) => ({ fullest: nth === 3 ? 1 : 0.5 }))
		};
		expect(measured('memory', seen, 10)).toBeCloseTo(50.8, 1);
	});

	it('is a share of the limit of the service', () => {
		const service = samples('service', 90, () => ({ cpuMillis: 450 }));
		expect(measured('cpu', { now, service, cpuMillis: 500 }, 15)).toBeCloseTo(90);
	});

	it('of the machine is a share of what it has', () => {
		const machine = samples('machine', 60, () => ({
			...{ cpuMillis: 1000, cpuLimitMillis: 4000, memoryBytes: 6, memoryLimitBytes: 8 },
			...{ diskBytes: 70, diskLimitBytes: 80 }
		}));
		const seen = { now, machine };
		expect(measured('cpu', seen, 10)).toBeCloseTo(25);
		expect(measured('memory', seen, 10)).toBeCloseTo(75);
		expect(measured('disk', seen, 10)).toBeCloseTo(87.5);
	});

	it('is unknown before enough was seen, and known across a short gap', () => {
		const service = samples('service', 60, () => ({ fullest: 1 }));
		expect(measured('memory', { now, service: service.slice(-47) }, 10)).toBeNull();
		expect(measured('memory', { now, service: service.filter(({ at }) => at % 90) }, 10)).toBe(100);
	});

	it('counts failed answers among all, once there are enough', () => {
		const failing = (count: number) => ({
			now,
			requests: samples('requests', count, () => ({ status2: 1, status5: 1 }))
		});
		expect(measured('errors', failing(30), 5)).toBeCloseTo(50);
		expect(measured('errors', failing(9), 5)).toBeNull();
		expect(measured('errors', { now }, 5)).toBeNull();
	});

	it('knows how long nearly all answers took', () => {
		const slow = { [`latency${bucketOf(3000)}`]: 2, [`latency${bucketOf(20)}`]: 8 };
		const requests = samples('requests', 30, () => ({ status2: 10, ...slow }));
		expect(measured('latency', { now, requests }, 5)).toBeGreaterThan(2000);
	});

	it('takes nothing from before its minutes', () => {
		const requests = samples('requests', 60, (nth) => (nth < 30 ? { status2: 9 } : { status5: 9 }));
		expect(measured('errors', { now, requests }, 5)).toBe(0);
	});
});

describe('an alarm', () => {
	const ninety = { limit: 90 };
	it('is raised above the limit, not at it', () => {
		expect(verdict(90, ninety, false)).toBeNull();
		expect(verdict(90.1, ninety, false)).toBe('raise');
		expect(verdict(null, ninety, false)).toBeNull();
	});

	it('lasts until it is well below', () => {
		expect(verdict(89, ninety, true)).toBeNull();
		expect(verdict(85.5, ninety, true)).toBeNull();
		expect(verdict(85.4, ninety, true)).toBe('end');
		expect(verdict(null, ninety, true)).toBe('end');
	});

	it('is told once of what wavers around its limit', () => {
		let isRaised = false;
		const told = [89, 91, 89, 91, 88, 92, 86].flatMap((value) => {
			const said = verdict(value, ninety, isRaised);
			if (said) isRaised = said === 'raise';
			return said ? [said] : [];
		});
		expect(told).toEqual(['raise']);
	});
});

describe('a threshold', () => {
	it('is the default until another is chosen, and can be off', () => {
		expect(thresholdsOf('service', {}).get('memory')).toEqual({ limit: 90, minutes: 10 });
		expect(thresholdsOf('service', {}).has('latency')).toBe(false);
		const chosen = { memory: null, latency: { limit: 800, minutes: 5 } };
		expect(thresholdsOf('service', chosen).has('memory')).toBe(false);
		expect(thresholdsOf('service', chosen).get('latency')).toEqual(chosen.latency);
	});

	it('holds as ever when what is kept is damaged', () => {
		expect(thresholdsOf('machine', 'nonsense').size).toBe(measuresOf('machine').length);
		expect(thresholdsOf('machine', { memory: { limit: 'x' } }).has('memory')).toBe(false);
	});

	it('is told in its unit', () => {
		expect(measureWords('service', 'memory', 96.04)).toBe('96 %');
		expect(measureWords('service', 'latency', 2440)).toBe('2.4 s');
		expect(measureWords('service', 'latency', 310.4)).toBe('310 ms');
	});
});
