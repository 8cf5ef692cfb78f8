const connectionCodes = new Set([
	'P1001',
	'P1002',
	'P1008',
	'P1017',
	'P2024',
	'ECONNREFUSED',
	'ECONNRESET',
	'57P01',
	'57P02',
	'57P03'
]);

/** Is the database away, rather than a query wrong? Looks through the causes of an error. */
export function isDatabaseDown(error: unknown): boolean {
	for (let at: unknown = error; at instanceof Error; at = at.cause) {
		const code = 'code' in at ? at.code : undefined;
		if (typeof code === 'string' && connectionCodes.has(code)) return true;
	}
	return false;
}
