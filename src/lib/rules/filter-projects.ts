/** Projects whose name, or a service's name, holds all the words. */
export function filterProjects<Project extends { name: string; services: { name: string }[] }>(
	projects: Project[],
	words: string
): Project[] {
	const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
	if (wanted.length === 0) return projects;
	return projects.filter(({ name, services }) => {
		const text = [name, ...services.map((service) => service.name)].join(' ').toLowerCase();
		return wanted.every((word) => text.includes(word));
	});
}

/** One page of a list and the id after which the next begins; null on the last. */
export function pageAfter<Item extends { id: string }>(
	items: Item[],
	{ after, limit }: { after: string | null; limit: number }
): { page: Item[]; next: string | null } {
	const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
	const page = items.slice(start, start + limit);
	const isLast = start + limit >= items.length;
	return { page, next: isLast ? null : (page.at(-1)?.id ?? null) };
}
