import type { Tree } from '../checkout/port.ts';

export interface ExampleVariables {
	/** Where they were found: '.env.example'. */
	file: string;
	variables: { key: string; value: string }[];
}

const files = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'example.env'];
const assignment =
	/^[^\S\n]*(?:export\s+)?([A-Za-z_]\w{0,254})[^\S\n]*=[^\S\n]*(?:"([^"]*)"|'([^']*)'|([^#\n]*))/gm;

/** Variables that the repository says the app wants, in its order; null when it says nothing. */
export async function exampleVariables(tree: Tree): Promise<ExampleVariables | null> {
	const root = await tree.list('');
	const file = files.find((name) =>
		root.some((entry) => entry.name === name && entry.kind === 'file')
	);
	if (file === undefined) return null;
	const text = (await tree.readText(file)) ?? '';
	const values = new Map<string, string>();
	for (const [, key = '', double, single, bare] of text.matchAll(assignment)) {
		values.set(key, (double ?? single ?? bare ?? '').trim());
	}
	const variables = [...values].slice(0, 200).map(([key, value]) => ({ key, value }));
	return variables.length === 0 ? null : { file, variables };
}
