import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptMark, readRaw, writeRaw, type RawVariable } from './raw-variables.ts';

const pem = '-----BEGIN KEY-----\nMIIB+/==\nx\n-----END KEY-----\n';
const awkward = [
	...[
		'',
		' ',
		'  lead',
		'trail  ',
		'\t',
		"it's",
		'"quoted"',
		'`back`',
		'$HOME',
		'${A}',
		'\\',
		'\\n'
	],
	...['a#b', '#', ' # c', 'a\nb', '\r', 'a\r\nb', '{"a":"b\'c","d":[1]}', pem, 'é\u{1F600}'],
	...['\u2028', '\uFEFF', '\u00A0', '=', 'export A=1', keptMark, '${{shared.X}}', '\u0001\u007f']
];
const text = fc.string({ unit: 'binary' }).map((drawn) => drawn.replaceAll('\0', ''));
const value = fc.oneof(
	fc.constantFrom(...awkward),
	text,
	fc.array(fc.constantFrom(...awkward), { maxLength: 4 }).map((parts) => parts.join(''))
);
const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);
const comment = fc.stringMatching(/^#[^\n\r\0]{0,20}$/).map((line) => `${line.trim()}\n`);
const note = fc
	.array(fc.oneof(comment, fc.constant('\n')), { maxLength: 3 })
	.map((lines) => lines.join(''));
const list: fc.Arbitrary<RawVariable[]> = fc.uniqueArray(
	fc.record({ key, value: fc.option(value), note }),
	{ selector: (variable) => variable.key, maxLength: 8 }
);
const read = (raw: string) => {
	const result = readRaw(raw, () => true);
	if (!result.ok) throw new Error(JSON.stringify(result.problems));
	return result.variables.map(({ key, value, note }) => ({ key, value, note }));
};

describe('variables as the text of a .env file', () => {
	it('come back byte for byte, in their order, with their comments', () => {
		fc.assert(
			fc.property(list, (variables) => {
				expect(read(writeRaw(variables))).toEqual(variables);
			}),
			{ numRuns: 400 }
		);
	});

	it('are the same text after it was read once', () => {
		fc.assert(
			fc.property(list, (variables) => {
				const raw = writeRaw(variables);
				expect(writeRaw(read(raw))).toBe(raw);
			})
		);
	});

	it('survive the line ends of a browser’s form', () => {
		fc.assert(
			fc.property(list, (variables) => {
				expect(read(writeRaw(variables).replaceAll('\n', '\r\n'))).toEqual(variables);
			})
		);
	});

	it('are written as people would', () => {
		const variables = [
			{ key: 'URL', value: 'https://a.test/?b=1', note: '# where\n' },
			{ key: 'JSON', value: '{"a":1}', note: '\n' },
			{ key: 'TOKEN', value: null, note: '' },
			{ key: 'PEM', value: 'a\n$b', note: '' }
		];
		expect(writeRaw(variables)).toBe(
			`# where\nURL=https://a.test/?b=1\n\nJSON='{"a":1}'\nTOKEN=${keptMark}\nPEM="a\n\\$b"\n`
		);
	});

	it('keep only what is there to be kept', () => {
		const result = readRaw(`A=1\nNEW=${keptMark}\nLITERAL="${keptMark}"`, () => false);
		expect(result).toEqual({
			ok: false,
			problems: [{ line: 2, message: 'NEW has no value yet that could be kept: type one.' }]
		});
	});

	it('keep comments behind a value and below the last one, above it', () => {
		expect(read('A=1 # why\nB=2\n# OLD=3\n')).toEqual([
			{ key: 'A', value: '1', note: '# why\n' },
			{ key: 'B', value: '2', note: '# OLD=3\n' }
		]);
	});
});
