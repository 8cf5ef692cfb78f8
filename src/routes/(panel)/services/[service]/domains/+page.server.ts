import { dependency } from '#lib/rules/live-names.ts';
import { certificateInput } from '#lib/schemas/certificates.ts';
import { addDomainInput, domainInput, redirectDomainInput } from '#lib/schemas/domains.ts';
import { guestInput, saveGuestInput } from '#lib/schemas/guests.ts';
import { maintenanceInput } from '#lib/schemas/maintenance.ts';
import { addPathInput, pathInput } from '#lib/schemas/paths.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { bringCertificate } from '#lib/server/certificates/bring-certificate.ts';
import { removeCertificate } from '#lib/server/certificates/remove-certificate.ts';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import { checkDomain } from '#lib/server/domains/check-domain.ts';
import { listDomains } from '#lib/server/domains/list-domains.ts';
import { redirectDomain } from '#lib/server/domains/redirect-domain.ts';
import { removeDomain } from '#lib/server/domains/remove-domain.ts';
import { submit } from '#lib/server/forms.ts';
import { listGuests } from '#lib/server/guests/list-guests.ts';
import { removeGuest } from '#lib/server/guests/remove-guest.ts';
import { saveGuest } from '#lib/server/guests/save-guest.ts';
import { beginMaintenance } from '#lib/server/maintenance/begin-maintenance.ts';
import { endMaintenance } from '#lib/server/maintenance/end-maintenance.ts';
import { addPath } from '#lib/server/paths/add-path.ts';
import { listNeighbours } from '#lib/server/paths/list-neighbours.ts';
import { removePath } from '#lib/server/paths/remove-path.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	const of = { serviceId: params.service };
	const [hosts, guests, neighbours] = await Promise.all([
		listDomains(context, of),
		listGuests(context, of),
		listNeighbours(context, of)
	]);
	return { ...hosts, guests, neighbours };
};

export const actions: Actions = {
	add: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(addDomainInput, fields, { serviceId: params.service });
			const { host, twin } = await addDomain(context, input);
			const hosts = twin === null ? `${host} is` : `${host} and ${twin} are`;
			return { notice: `${hosts} attached. Their DNS records are in the list.` };
		}),
	check: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await checkDomain(context, validateForm(domainInput, fields));
			return { notice: 'Its DNS and its certificate are being looked at.' };
		}),
	redirect: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(redirectDomainInput, fields);
			const { host } = await redirectDomain(context, input);
			const notice =
				input.to === ''
					? `${host} is answered by the app.`
					: `Visitors of ${host} are sent to ${input.to}.`;
			return { notice };
		}),
	certificate: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			const { host } = await bringCertificate(context, validateForm(certificateInput, fields));
			return { notice: `${host} is served with your certificate.` };
		}),
	removeCertificate: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			const { host } = await removeCertificate(context, validateForm(domainInput, fields));
			return { notice: `Gantry gets the certificate of ${host} again.` };
		}),
	addPath: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(addPathInput, fields);
			await addPath(context, input);
			return { notice: `${input.path} is answered by ${input.app}.` };
		}),
	removePath: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(pathInput, fields);
			await removePath(context, input);
			return { notice: `${input.path} is answered by the domain’s own app.` };
		}),
	saveGuest: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(saveGuestInput, fields, { serviceId: params.service });
			const { isNew } = await saveGuest(context, input);
			const notice = isNew
				? `${input.name} is let in; whoever is no guest is not.`
				: `${input.name} has the new password.`;
			return { notice };
		}),
	removeGuest: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(guestInput, fields, { serviceId: params.service });
			const { isOpen } = await removeGuest(context, input);
			return {
				notice: isOpen ? 'The app is open to everybody again.' : `${input.name} is let in no more.`
			};
		}),
	maintenance: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(maintenanceInput, fields, { serviceId: params.service });
			await beginMaintenance(context, input);
			return { notice: 'Visitors read the maintenance page.' };
		}),
	endMaintenance: ({ locals: { context }, params, request }) =>
		submit(request, async () => {
			await endMaintenance(context, { serviceId: params.service });
			return { notice: 'Visitors are answered by the app again.' };
		}),
	remove: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await removeDomain(context, validateForm(domainInput, fields));
			return { notice: 'The domain was removed.' };
		})
};
