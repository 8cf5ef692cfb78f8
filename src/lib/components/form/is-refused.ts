import { page } from '$app/state';
import type { Refusal } from '#lib/rules/refusal.ts';

/** Did the form of that name come back with errors? What hides it then shows it, without scripts as well. */
export function isRefused(name: string): boolean {
	const answer = page.form as Partial<Refusal> | null;
	return answer?.form === name && answer.errors !== undefined;
}

/** Was the form of that name just sent, whatever came of it? What hides it stays open, without scripts as well. */
export function isAnswered(name: string): boolean {
	return (page.form as Partial<Refusal> | null)?.form === name;
}
