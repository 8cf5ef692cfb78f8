/** Could this be one of our ids? What is not one is not found, whatever it holds. */
export function isId(text: string): boolean {
	return /^[a-z0-9]{20}$/.test(text);
}
