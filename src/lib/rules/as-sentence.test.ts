import { expect, test } from 'vitest';
import { asSentence } from './as-sentence.ts';

test('makes a sentence of what is none, and leaves a sentence alone', () => {
	expect(asSentence('connect failed')).toBe('Connect failed.');
	expect(asSentence('It is away.')).toBe('It is away.');
	expect(asSentence('')).toBe('');
});

test('leaves a name at the beginning as it is written', () => {
	expect(asSentence('gantry.example.com has no A record yet')).toBe(
		'gantry.example.com has no A record yet.'
	);
});
