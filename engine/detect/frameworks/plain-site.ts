import type { Recogniser } from '../recognised.ts';

const folders = ['', 'public', 'dist', 'build', '_site', 'www', 'site', 'docs', 'src'];

/** index.html at the root. */
export const rootSite: Recogniser = (facts) =>
	facts.files.has('index.html') ? plainSite(facts) : null;

/** HTML files as they are. */
export const plainSite: Recogniser = (facts) => {
	const folder = folders.find((name) =>
		facts.files.has(name === '' ? 'index.html' : `${name}/index.html`)
	);
	if (folder === undefined) return null;
	const reason = folder === '' ? 'index.html' : `${folder}/index.html`;
	return {
		framework: 'static',
		title: 'Static site',
		reason,
		build: null,
		serve: {
			kind: 'site',
			output: { value: folder === '' ? '.' : folder, reason },
			fallback: null,
			hashed: null
		}
	};
};
