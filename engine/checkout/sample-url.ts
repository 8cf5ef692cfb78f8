/** Repositories that come with Gantry. Pure and browser-safe: page, API and worker share the list. */
const samples = ['hello'] as const;

export type Sample = (typeof samples)[number];

const scheme = 'sample:';

export const sampleUrl = (name: Sample) => `${scheme}${name}`;

/** "sample:hello" → "hello". null: it is no sample's URL; only the names on the list are, never a path. */
export function sampleNamed(url: string): Sample | null {
	const trimmed = url.trim();
	return samples.find((name) => trimmed === sampleUrl(name)) ?? null;
}
