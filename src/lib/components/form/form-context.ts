import { createContext } from 'svelte';
import type { Refusal } from '#lib/rules/refusal.ts';

/** What a form tells the fields inside it. */
export interface FormState {
	/** The refusal of this very form, if its last submission was refused. */
	readonly refusal: Refusal | null;
	readonly pending: boolean;
}

export const [formState, provideFormState] = createContext<FormState>();
