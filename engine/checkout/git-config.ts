export interface ConfigSection {
	/** "submodule", lower case. */
	name: string;
	/** What stands in quotes behind it. */
	title: string | null;
	values: Map<string, string>;
}

/** Reads the parts of Git's config format that .gitmodules and .lfsconfig use; what it does not know it leaves out. */
export function parseGitConfig(text: string): ConfigSection[] {
	const sections: ConfigSection[] = [];
	for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
		const [, name, title] = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line) ?? [];
		if (name) {
			const plain = title?.replace(/\\(.)/g, '$1') ?? null;
			sections.push({ name: name.toLowerCase(), title: plain, values: new Map() });
			continue;
		}
		const [, key, value = ''] = /^\s*([A-Za-z][\w-]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
		if (key) sections.at(-1)?.values.set(key.toLowerCase(), unquoted(value));
	}
	return sections;
}

function unquoted(value: string): string {
	const [, inner] = /^"((?:[^"\\]|\\.)*)"$/.exec(value) ?? [];
	return inner === undefined ? value.replace(/\s+[#;].*$/, '') : inner.replace(/\\(.)/g, '$1');
}
