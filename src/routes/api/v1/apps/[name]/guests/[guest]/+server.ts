import { guestInput, guestRequest } from '#lib/schemas/guests.ts';
import { validate } from '#lib/schemas/validate.ts';
import { findApp } from '#lib/server/apps/find-app.ts';
import { removeGuest } from '#lib/server/guests/remove-guest.ts';
import { saveGuest } from '#lib/server/guests/save-guest.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

export const PUT = api<RequestEvent>(async (ctx, event) => {
	const { name, guest } = event.params;
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	const { password } = validate(guestRequest, await readJson(event));
	const input = validate(guestInput, { serviceId, name: guest });
	const { isNew } = await saveGuest(ctx, { ...input, password });
	return Response.json({ status: 'success', name: input.name }, { status: isNew ? 201 : 200 });
});

export const DELETE = api<RequestEvent>(async (ctx, { params: { name, guest } }) => {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	const { isOpen } = await removeGuest(ctx, { serviceId, name: guest });
	const message = isOpen ? 'The app is open to everybody again.' : 'The guest was removed.';
	return Response.json({ status: 'success', message });
});
