import { exactList, variableList } from './variable-list.ts';

/** What the page "new service" sends, as its schema wants it: its own name left out, rows as a list. */
export function newServiceFields(fields: FormData): Record<string, unknown> {
	const single = [...fields].filter(([name]) => name !== 'form' && !/^variables\b/.test(name));
	// Rows of .env.example that nobody filled are left out, not set to nothing.
	const variables = exactList(fields) ?? variableList(fields).filter(({ value }) => value !== '');
	return { ...Object.fromEntries(single), variables };
}
