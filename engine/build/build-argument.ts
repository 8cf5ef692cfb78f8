/** Which ARGs a person may give a Dockerfile. Pure and browser-safe: page, API and worker share it. */

/** Set by the builder itself, or orders to it (BUILDKIT_SYNTAX loads a foreign program). */
const ofTheBuilder =
	/^(BUILDKIT_.*|(BUILD|TARGET)(PLATFORM|OS|ARCH|VARIANT|STAGE)|TARGETOSVERSION)$/i;

/** What is wrong with an argument, or null. */
export function buildArgumentProblem(key: string, value: string): string | null {
	if (!/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(key)) {
		return 'Names of build arguments: letters, digits, _ ; not starting with a digit.';
	}
	if (ofTheBuilder.test(key)) return `${key} belongs to the builder.`;
	if (/[\r\n\0]/.test(value)) return `The value of ${key} must be one line.`;
	return value.length > 4096 ? `The value of ${key} is longer than 4096 characters.` : null;
}
