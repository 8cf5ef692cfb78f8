import { expect, test } from 'vitest';
import { referenceAt, suggestReferences } from './reference-at.ts';

const at = (text: string) => {
	const caret = text.indexOf('|');
	return referenceAt(text.replace('|', ''), caret);
};

test('finds the reference that is being typed', () => {
	expect(at('a${{|')).toEqual({ from: 1, to: 4, typed: '' });
	expect(at('${{ shared.H|')).toEqual({ from: 0, to: 12, typed: 'shared.H' });
	expect(at('${{ap|i.URL}}/x')).toEqual({ from: 0, to: 12, typed: 'ap' });
});

test('finds none elsewhere, nor behind an escape', () => {
	for (const text of ['|', '${|', '${{a.B}}|', '$${{|', '{{a|']) expect(at(text)).toBeNull();
});

test('suggests what begins alike, then what holds it', () => {
	const all = ['api.URL', 'shared.API_KEY', 'web.PORT'];
	expect(suggestReferences(all, 'api')).toEqual(['api.URL', 'shared.API_KEY']);
	expect(suggestReferences(all, '')).toEqual(all);
});
