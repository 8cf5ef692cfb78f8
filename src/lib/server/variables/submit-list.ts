import { fail } from '@sveltejs/kit';
import { refuse } from '../forms.ts';
import { VariablesConflict } from './conflict.ts';

/** The body of an action that saves a list: as forms.ts has it, with the conflict when there is one. */
export async function submitList<Answer extends object>(
	request: Request,
	run: (fields: FormData) => Promise<Answer>
) {
	const fields = await request.formData();
	try {
		return { form: String(fields.get('form') ?? ''), ...(await run(fields)) };
	} catch (error) {
		const refusal = refuse(fields, error);
		if (!(error instanceof VariablesConflict)) return refusal;
		return fail(refusal.status, { ...refusal.data, conflict: error.conflict });
	}
}
