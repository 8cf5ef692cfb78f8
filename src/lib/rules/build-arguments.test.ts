import { describe, expect, it } from 'vitest';
import { buildArgumentLines, parseBuildArguments } from './build-arguments.ts';

describe('build arguments', () => {
	it('are KEY=value lines whose values stay as they are', () => {
		const text = 'CHANNEL=beta\r\n\nQUOTED="a b" # no comment\nEMPTY=\nURL=https://a/?b=c';
		const value = {
			CHANNEL: 'beta',
			QUOTED: '"a b" # no comment',
			EMPTY: '',
			URL: 'https://a/?b=c'
		};
		expect(parseBuildArguments(text)).toEqual({ ok: true, value });
		expect(parseBuildArguments(buildArgumentLines(value))).toEqual({ ok: true, value });
	});

	it.each([
		['no equals', 'Line 1: There is no =.'],
		['A B=1', 'Line 1: Names of build arguments: letters, digits, _ ; not starting with a digit.'],
		['=1', 'Line 1: Names of build arguments: letters, digits, _ ; not starting with a digit.'],
		['\n1A=1', 'Line 2: Names of build arguments: letters, digits, _ ; not starting with a digit.'],
		['A=1\nB=2\nA=3', 'Line 3: A is defined twice (line 1 and 3).'],
		['BUILDKIT_SYNTAX=evil/frontend', 'Line 1: BUILDKIT_SYNTAX belongs to the builder.'],
		['TARGETPLATFORM=linux/arm64', 'Line 1: TARGETPLATFORM belongs to the builder.'],
		['A=b\0c', 'Line 1: The value of A must be one line.'],
		[`A=${'x'.repeat(5000)}`, 'Line 1: The value of A is longer than 4096 characters.']
	])('name the line at fault: %j', (text, problem) => {
		expect(parseBuildArguments(text)).toEqual({ ok: false, problems: [problem] });
	});
});
