import { dependency } from '#lib/rules/live-names.ts';
import { addDomainInput, domainInput, redirectDomainInput } from '#lib/schemas/domains.ts';
import { maintenanceInput } from '#lib/schemas/maintenance.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import { checkDomain } from '#lib/server/domains/check-domain.ts';
import { listDomains } from '#lib/server/domains/list-domains.ts';
import { redirectDomain } from '#lib/server/domains/redirect-domain.ts';
import { removeDomain } from '#lib/server/domains/remove-domain.ts';
import { submit } from '#lib/server/forms.ts';
import { beginMaintenance } from '#lib/server/maintenance/begin-maintenance.ts';
import { endMaintenance } from '#lib/server/maintenance/end-maintenance.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	return listDomains(context, { serviceId: params.service });
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
