import { describe, expect, it } from 'vitest';
import { nextRuns, scheduleProblem, timeZoneProblem } from './cron.ts';

describe('a schedule', () => {
	it.each([
		'* * * * *',
		'*/5 * * * *',
		'0 3 * * 1-5',
		'0 0 1,15 * *',
		'30 6 * jan,JUL mon-fri',
		'0 0 29 2 *',
		'0 0 * * 7',
		'10-50/10 * * * *'
	])('may be %j', (schedule) => {
		expect(scheduleProblem(schedule)).toBeNull();
	});

	it.each([
		['', '5 fields'],
		['* * * *', '5 fields: minute, hour, day, month, weekday, e.g. 0 3 * * * (got 4)'],
		['0 * * * * *', 'no field for seconds: the minimum interval is 1 min'],
		['@every 1s', 'The minimum interval is 1 min'],
		['@daily', '5 fields'],
		['60 * * * *', 'The minute 60 is out of range: 0 to 59.'],
		['* 24 * * *', 'The hour 24 is out of range: 0 to 23.'],
		['* * 0 * *', 'The day 0 is out of range: 1 to 31.'],
		['* * * 13 *', 'The month 13 is out of range: 1 to 12.'],
		['* * * * 8', 'The weekday 8 is out of range: 0 to 7.'],
		['*/0 * * * *', 'The step 0 of the minute is out of range: 1 to 59.'],
		['*/90 * * * *', 'The step 90 of the minute'],
		['5/15 * * * *', 'write 5-59/15'],
		['50-10 * * * *', 'goes backwards'],
		['a * * * *', "'a' is not a minute"],
		['* * L * *', "'L' is not a day"],
		['* * * foo *', "'foo' is not a month"],
		['1,,2 * * * *', "'' is not a minute"],
		['31 2 30 2 *', 'This schedule never runs'],
		['0 0 31 4,6 *', 'This schedule never runs'],
		['* * * * * ; id', '5 fields'],
		[`${'1,'.repeat(150)}1 * * * *`, 'at most 200']
	])('can not be %j', (schedule, words) => {
		expect(scheduleProblem(schedule)).toContain(words);
	});
});

describe('a time zone', () => {
	it('is one that the world has', () => {
		for (const zone of ['UTC', 'Europe/Berlin', 'America/Argentina/Ushuaia']) {
			expect(timeZoneProblem(zone), zone).toBeNull();
		}
		for (const zone of ['Mars/X', '', '+01:00', 'Europe/Berlin; id', 'x'.repeat(100)]) {
			expect(timeZoneProblem(zone), zone).toContain('Unknown time zone');
		}
	});
});

describe('the next runs', () => {
	const berlin = (schedule: string, from: string, count = 3) =>
		nextRuns({ schedule, timeZone: 'Europe/Berlin' }, new Date(from), count).map((time) =>
			time.toISOString().slice(0, 16)
		);

	it('are those of the time zone', () => {
		expect(berlin('0 3 * * *', '2026-07-01T00:00:00Z', 1)).toEqual(['2026-07-01T01:00']);
		expect(berlin('0 3 * * *', '2026-12-01T00:00:00Z', 1)).toEqual(['2026-12-01T02:00']);
	});

	it('leave none out when the clock goes forward', () => {
		expect(berlin('30 2 * * *', '2026-03-28T00:00:00Z')).toEqual([
			'2026-03-28T01:30',
			'2026-03-29T01:00',
			'2026-03-30T00:30'
		]);
	});

	it('come once in the hour that comes twice', () => {
		expect(berlin('30 2 * * *', '2026-10-24T12:00:00Z', 2)).toEqual([
			'2026-10-25T00:30',
			'2026-10-26T01:30'
		]);
		expect(berlin('30 2 * * *', '2026-10-25T00:45:00Z', 1)).toEqual(['2026-10-26T01:30']);
	});
});
