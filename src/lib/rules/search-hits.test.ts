import { expect, test } from 'vitest';
import { arrange, matching, places, placesOf, type Hit } from './search-hits.ts';

const hit = (kind: Hit['kind'], title: string): Hit => ({ kind, title, detail: '', href: '/' });

test('puts the nearest name first, and its group with it', () => {
	const found = [
		hit('project', 'Workshop'),
		hit('service', 'coffee-shop'),
		hit('project', 'The shop'),
		hit('domain', 'shop.example.com'),
		hit('service', 'shop')
	];
	expect(arrange(found, ['shop']).map(({ hits }) => hits.map(({ title }) => title))).toEqual([
		['shop', 'coffee-shop'],
		['shop.example.com'],
		['The shop', 'Workshop']
	]);
});

test('finds the pages by any of their words', () => {
	expect(matching(places, ['tokens']).map(({ title }) => title)).toEqual(['Settings']);
	expect(matching(places, ['dark'])[0]?.fields).toEqual({ theme: 'dark' });
	expect(matching(places, ['no', 'such'])).toEqual([]);
});

test('the service of the page and the same one found by the server are one', () => {
	const near = placesOf({ id: 'x', name: 'shop' });
	const found: Hit = {
		kind: 'service',
		title: 'shop',
		detail: 'Service in Shop',
		href: '/services/x'
	};
	const services = arrange([...near, found], ['shop']).find(({ title }) => title === 'Services');
	expect(services?.hits.map(({ detail }) => detail)).toEqual(['The service of this page']);
});
