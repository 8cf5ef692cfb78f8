import { describe, expect, it } from 'vitest';
import { everything, matches, readFilter, writeFilter } from './access-filter.ts';
import type { AccessRow } from './access-row.ts';

const row: AccessRow = {
	...{ at: 0, status: 404, method: 'GET', host: 'shop.example.com', path: '/Cart?id=1' },
	...{ milliseconds: 120, bytes: 10, address: '203.0.113.0', protocol: 'HTTP/2.0' }
};

describe('a filter of requests', () => {
	it('comes back from the address as it was', () => {
		for (const query of ['', 'status=5', 'method=POST&q=a%26b+c&slow=250', 'status=2&slow=0.5']) {
			expect(writeFilter(readFilter(new URLSearchParams(query)))).toBe(query);
		}
	});

	it('takes nonsense for no filter', () => {
		const query = new URLSearchParams('status=9&method=BREW&q=+&slow=soon');
		expect(readFilter(query)).toEqual(everything);
	});

	it.each([
		['status=4', true],
		['status=5', false],
		['method=GET', true],
		['method=POST', false],
		['q=cart', true],
		['q=SHOP.example', true],
		['q=checkout', false],
		['slow=120', true],
		['slow=121', false],
		['status=4&method=GET&q=cart&slow=1', true],
		['status=4&method=GET&q=cart&slow=1000', false]
	])('%s', (query, expected) => {
		expect(matches(row, readFilter(new URLSearchParams(query)))).toBe(expected);
	});
});
