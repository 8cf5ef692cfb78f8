/** What a form gets back when its input is not taken: which form, what failed, and what was typed. */
export interface Refusal {
	/** The form's name, since a page may hold several. */
	form: string;
	message: string;
	hint: string | null;
	/** Message per field. */
	errors: Record<string, string>;
	/** What was typed, without passwords and secrets. */
	values: Record<string, string>;
}

/** What a form gets back when all went well. */
export interface Acceptance {
	form: string;
	/** One sentence for a toast. */
	notice: string;
}
