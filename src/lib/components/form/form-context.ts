import { createContext } from 'svelte';
import type { Refusal } from '#lib/rules/refusal.ts';

/** What a form tells the fields inside it. */
export interface FormState {
	/** The refusal of this very form, if its last submission was refused. */
	readonly refusal: Refusal | null;
	readonly pending: boolean;
	/** What was said of its last submission, if that was accepted. */
	readonly accepted: string | undefined;
}

export const [formState, provideFormState] = createContext<FormState>();
