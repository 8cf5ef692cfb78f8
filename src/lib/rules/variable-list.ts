const shape = /^variables\.(\d{1,4})\.(key|value|isSecret|scope)$/;

interface SentVariable {
	key: string;
	value: string | null;
	isSecret: boolean;
	/** Left out or empty: nobody chose one. */
	scope?: string;
}

type Row = Omit<SentVariable, 'value'> & { value: string };

/**
 * The rows of the editor as a form sends them: `variables.<n>.key`, `.value`, `.isSecret`, `.scope`. Rows with
 * neither name nor value are left out. Where `keeps` says that the value is the stored one (an empty
 * field of a secret, line ends that a browser rewrote), null is answered: it stays byte for byte.
 */
export function variableList(
	fields: FormData,
	{ keeps }: { keeps: (row: Row) => boolean } = { keeps: () => false }
): SentVariable[] {
	const rows = new Map<number, Row>();
	for (const [name, text] of fields) {
		const [, place, field] = shape.exec(name) ?? [];
		if (place === undefined || typeof text !== 'string') continue;
		const row = rows.get(Number(place)) ?? { key: '', value: '', isSecret: false };
		if (field === 'key') row.key = text;
		// A browser sends the line ends of a textarea as CRLF, whatever was typed.
		if (field === 'value') row.value = text.replaceAll('\r\n', '\n');
		if (field === 'isSecret') row.isSecret = true;
		if (field === 'scope') row.scope = text;
		rows.set(Number(place), row);
	}
	return [...rows]
		.sort(([a], [b]) => a - b)
		.map(([, row]) => row)
		.filter(({ key, value }) => key.trim() !== '' || value !== '')
		.map((row) => ({ ...row, key: row.key.trim() }))
		.map((row) => ({ ...row, value: keeps(row) ? null : row.value }));
}

/**
 * The same list as an editor with scripts sends it: as JSON in `variables`, so that no browser touches a
 * line end. For a schema to check; undefined: there is none.
 */
export function exactList(fields: FormData): unknown {
	const text = fields.get('variables');
	if (typeof text !== 'string') return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
