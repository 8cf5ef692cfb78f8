import { redirect } from '@sveltejs/kit';
import { channelKinds } from '#lib/rules/channel-kinds.ts';
import { channelIdInput, channelInput } from '#lib/schemas/channels.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import type { Context } from '../context.ts';
import { submit } from '../forms.ts';
import { createChannel } from './create-channel.ts';
import { testChannel } from './test-channel.ts';

/** What the fields of a channel say; checkboxes of one name are a list. */
export function readChannel(fields: FormData) {
	const occasions = fields.getAll('occasions');
	return validateForm(channelInput, fields, { occasions });
}

/** Which kind is being added, from `?kind=`. */
export function kindOf(url: URL) {
	return channelKinds.find((kind) => kind === url.searchParams.get('kind')) ?? null;
}

interface Event {
	context: Context;
	request: Request;
	projectId: string | null;
	/** Address of the page with the list. */
	home: string;
}

/** Form action: adds a channel. Only a webhook answers, with the secret that is shown once. */
export const addAction = ({ context, request, projectId, home }: Event) =>
	submit(request, async (fields) => {
		const { signing } = await createChannel(context, { projectId, channel: readChannel(fields) });
		if (signing === null) redirect(303, home);
		return { notice: 'The channel was added.', signing };
	});

/** Form action: tries a channel. */
export const testAction = ({ context, request }: Pick<Event, 'context' | 'request'>) =>
	submit(request, async (fields) => {
		const { channelId } = validateForm(channelIdInput, fields);
		const { detail } = await testChannel(context, { channelId });
		return { notice: `The test was sent. ${detail}` };
	});
