import { historyQuery, revisionInput } from '#lib/schemas/variables.ts';
import { validate, validateForm } from '#lib/schemas/validate.ts';
import type { Context } from '../context.ts';
import { submit } from '../forms.ts';
import type { Holder } from './holder.ts';
import { listRevisions } from './list-revisions.ts';
import { revealRevision } from './reveal-revision.ts';
import { savedWords } from './saved-words.ts';
import { undoRevision } from './undo-revision.ts';

/** What the page of a list's history shows, by `?before=`. Errors: not_found, invalid_input. */
export async function loadHistory(
	{ context, url }: { context: Context; url: URL },
	holder: Holder
) {
	const given = url.searchParams.get('before') ?? undefined;
	const { before } = validate(historyQuery, { before: given });
	return { isFirst: before === undefined, ...(await listRevisions(context, { holder, before })) };
}

interface Sent {
	context: Context;
	request: Request;
}

/** Form action: takes a change back. */
export const undoAction = ({ context, request }: Sent, holder: Holder) =>
	submit(request, async (fields) => {
		const { version } = validateForm(revisionInput, fields);
		return { notice: savedWords(await undoRevision(context, { holder, version })) };
	});

/** Form action: shows the values of a change. */
export const revealAction = ({ context, request }: Sent, holder: Holder) =>
	submit(request, async (fields) => {
		const { version } = validateForm(revisionInput, fields);
		const changes = await revealRevision(context, { holder, version });
		return { revealed: { version, changes } };
	});
