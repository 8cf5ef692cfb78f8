import { describe, expect, it } from 'vitest';
import { packRow, unpackRow } from '#lib/rules/access-row.ts';
import { count, noAnswers } from './count-answers.ts';
import { parseAnswer } from './parse-answer.ts';

const caddy =
	'{"level":"error","ts":1700000000.1239,"logger":"http.log.access.access","msg":"handled request","request":{"remote_ip":"203.0.113.0","client_ip":"203.0.113.0","proto":"HTTP/3.0","method":"POST","host":"Shop.Example.com.:8443","uri":"/a?b=1"},"bytes_read":0,"duration":0.0123456,"size":512,"status":502}';

describe('a line of the access log', () => {
	it('is read', () => {
		expect(parseAnswer(caddy)).toEqual({
			...{ at: 1_700_000_000_124, status: 502, method: 'POST', host: 'shop.example.com' },
			...{ path: '/a?b=1', milliseconds: 12.3456, bytes: 512 },
			...{ address: '203.0.113.0', protocol: 'HTTP/3.0' }
		});
	});

	it('that says something else is none', () => {
		for (const text of ['', 'x', '{}', '[]', 'null', '{"ts":1}', caddy.slice(0, -1)]) {
			expect(parseAnswer(text)).toBeNull();
		}
	});

	it('comes back from the store as it was, whatever a visitor sent', () => {
		const row = { ...parseAnswer(caddy)!, path: '/\u001b[31m"\t\n\\<b>' };
		expect(unpackRow(row.at, packRow(row))).toEqual(row);
		expect(packRow({ ...row, path: 'x'.repeat(100_000) }).length).toBeLessThan(3_000);
		expect(unpackRow(0, '3 lines dropped')).toBeNull();
		expect(unpackRow(0, '[1,')).toBeNull();
	});
});

describe('counting', () => {
	it('takes a connection that goes on as another protocol as an answer without a time', () => {
		const counts = noAnswers();
		count(counts, { ...parseAnswer(caddy)!, status: 101, milliseconds: 3_600_000 });
		expect(counts.statuses).toEqual([1, 0, 0, 0, 0]);
		expect(counts.milliseconds).toBe(0);
		expect(Math.max(...counts.latency)).toBe(0);
	});

	it('has a place for every status', () => {
		const counts = noAnswers();
		for (const status of [0, 200, 304, 404, 599, 999]) {
			count(counts, { ...parseAnswer(caddy)!, status });
		}
		expect(counts.statuses).toEqual([1, 1, 1, 1, 2]);
	});
});
