import { expect, test } from 'vitest';
import { filterProjects, pageAfter } from './filter-projects.ts';

const project = (name: string, ...services: string[]) => ({
	id: name,
	name,
	createdAt: new Date(0),
	services: services.map((service) => ({
		id: service,
		name: service,
		state: 'live' as const,
		url: `https://${service}.test`,
		latest: null
	}))
});
const all = [project('Blog', 'blog'), project('Shop', 'shop-web', 'shop-api'), project('Tools')];
const names = (list: { name: string }[]) => list.map(({ name }) => name);

test('finds by project and service names, all words, any case', () => {
	expect(names(filterProjects(all, 'SHOP api'))).toEqual(['Shop']);
	expect(names(filterProjects(all, ' '))).toEqual(['Blog', 'Shop', 'Tools']);
	expect(names(filterProjects(all, 'blog api'))).toEqual([]);
});

test('pages follow each other and end', () => {
	const first = pageAfter(all, { after: null, limit: 2 });
	expect([names(first.page), first.next]).toEqual([['Blog', 'Shop'], 'Shop']);
	const second = pageAfter(all, { after: first.next, limit: 2 });
	expect([names(second.page), second.next]).toEqual([['Tools'], null]);
});

test('a page after something that is gone is the first', () => {
	expect(names(pageAfter(all, { after: 'gone', limit: 1 }).page)).toEqual(['Blog']);
});
