import { describe, expect, it } from 'vitest';
import { withoutFrontend } from './dockerfile-syntax.ts';

describe('the syntax line of a Dockerfile', () => {
	it.each(['docker/dockerfile:1', 'docker.io/docker/dockerfile:1.7-labs', 'docker/dockerfile'])(
		'is left out when it names %s, and no line moves',
		(frontend) => {
			expect(withoutFrontend(`# syntax=${frontend}\nFROM scratch\n`)).toBe('#\nFROM scratch\n');
		}
	);

	it('leaves the other directives where they count', () => {
		expect(withoutFrontend('# Syntax = docker/dockerfile:1\n# escape=`\r\nFROM x')).toBe(
			'# escape=`\r\n#\nFROM x'
		);
	});

	it.each([
		'# syntax=evil/frontend',
		'#syntax=docker.io/evil/dockerfile:1',
		'# escape=`\n# SYNTAX = evil/x',
		'// syntax=evil/x',
		'#!/usr/bin/env x\n# syntax=evil/x',
		'\uFEFF# syntax=evil/x',
		'{"syntax":"evil/x"}',
		'# syntax=docker/dockerfile:1@evil/x'
	])('is refused in %j', (text) => {
		expect(() => withoutFrontend(`${text}\nFROM scratch`)).toThrow(/not allowed/);
	});

	it('is a comment like any other further down', () => {
		const text = 'FROM scratch\n# syntax=evil/x\n';
		expect(withoutFrontend(text)).toBe(text);
	});
});
