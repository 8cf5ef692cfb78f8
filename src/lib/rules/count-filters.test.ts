import { expect, test } from 'vitest';
import { activityFilter } from '#lib/schemas/activity.ts';
import { deploymentFilter } from '#lib/schemas/deployments.ts';
import { readFilter } from './access-filter.ts';
import { countFilters } from './count-filters.ts';
import { readLogFilter } from './log-filter.ts';

const read = (query: string) => new URLSearchParams(query);
const plain = (query: string) => Object.fromEntries(read(query));

test('what every list reads from an empty field of its form is no filter', () => {
	const empty = [
		readLogFilter(read('level=&stream=&process=&replica=&last=&since=&until=')),
		readFilter(read('q=&status=&method=&slow=')),
		activityFilter.parse(plain('project=&actor=&kind=')),
		deploymentFilter.parse(plain('state=&branch=&author='))
	];
	expect(empty.map(countFilters)).toEqual([0, 0, 0, 0]);
});

test('every list counts what is chosen, the process that answers requests as well', () => {
	const chosen = [
		readLogFilter(read('process=web&last=1h')),
		readFilter(read('q=cart&slow=500')),
		activityFilter.parse(plain('actor=ada&kind=variables')),
		deploymentFilter.parse(plain('state=failed&branch=main'))
	];
	expect(chosen.map(countFilters)).toEqual([2, 2, 2, 2]);
});
