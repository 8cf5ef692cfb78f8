import { expect, test } from 'vitest';
import { isPastedFile } from './pasted-file.ts';

const file = 'A=1\n# two\nexport B="x\ny"\n';
const pem = '-----BEGIN KEY-----\nabc=\n-----END KEY-----\n';

test('knows a file in whichever field it lands', () => {
	for (const key of ['', 'LOG_LEVEL']) {
		expect(isPastedFile(file, { field: 'key', key })).toBe(true);
		expect(isPastedFile(file, { field: 'value', key })).toBe(true);
	}
});

test('leaves values alone, those over several lines and those with an = too', () => {
	for (const text of ['a=b', pem, '{\n\t"a": "b=c"\n}', 'postgres://a?b=c']) {
		expect(isPastedFile(text, { field: 'value', key: 'A' })).toBe(false);
	}
});

test('shows what is wrong with several lines in a name, and takes one line apart in an empty one', () => {
	expect(isPastedFile(pem, { field: 'key', key: '' })).toBe(true);
	expect(isPastedFile('A=1', { field: 'key', key: '' })).toBe(true);
	expect(isPastedFile('A=1', { field: 'key', key: 'B' })).toBe(false);
	expect(isPastedFile('LOG_LEVEL', { field: 'key', key: '' })).toBe(false);
});
