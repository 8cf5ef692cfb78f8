/** Names that say something else already. */
const taken: Record<string, string> = {
	web: 'the process that answers requests',
	release: 'the command before a release goes live',
	gantry: 'Gantry’s own lines in the log'
};

/** What is wrong with the name of a process, as it stands in a Procfile; null: nothing. */
export function processNameProblem(name: string): string | null {
	if (name === '') return 'A name is required, e.g. worker';
	if (name.length > 63) return `A name is at most 63 characters (got ${name.length}).`;
	if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
		return 'A name has letters, digits, - and _ only, and starts with a letter.';
	}
	const meaning = taken[name.toLowerCase()];
	return meaning ? `'${name}' is taken: it is ${meaning}.` : null;
}
