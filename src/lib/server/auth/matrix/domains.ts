import { bringCertificate } from '../../certificates/bring-certificate.ts';
import { removeCertificate } from '../../certificates/remove-certificate.ts';
import { addDomain } from '../../domains/add-domain.ts';
import { checkDomain } from '../../domains/check-domain.ts';
import { listDomains } from '../../domains/list-domains.ts';
import { readReach } from '../../domains/read-reach.ts';
import { redirectDomain } from '../../domains/redirect-domain.ts';
import { removeDomain } from '../../domains/remove-domain.ts';
import { listGuests } from '../../guests/list-guests.ts';
import { removeGuest } from '../../guests/remove-guest.ts';
import { saveGuest } from '../../guests/save-guest.ts';
import { beginMaintenance } from '../../maintenance/begin-maintenance.ts';
import { endMaintenance } from '../../maintenance/end-maintenance.ts';
import { addPath } from '../../paths/add-path.ts';
import { listNeighbours } from '../../paths/list-neighbours.ts';
import { removePath } from '../../paths/remove-path.ts';
import type { Operations } from './operation.ts';

export const domainOperations: Operations = {
	addDomain: {
		run: (ctx, { serviceId }) => addDomain(ctx, { serviceId, host: `new-${serviceId}.test` })
	},
	addPath: {
		run: (ctx, { domainId }) =>
			addPath(ctx, { domainId, path: '/new', app: 'no-such-app', strip: false })
	},
	beginMaintenance: {
		run: (ctx, { serviceId }) => beginMaintenance(ctx, { serviceId, message: null })
	},
	bringCertificate: {
		run: (ctx, { domainId }) => bringCertificate(ctx, { domainId, certificate: 'x', key: 'x' })
	},
	checkDomain: { run: checkDomain },
	endMaintenance: { run: endMaintenance },
	listDomains: { run: listDomains },
	listGuests: { run: listGuests },
	listNeighbours: { run: listNeighbours },
	readReach: { run: readReach },
	redirectDomain: { run: (ctx, { domainId }) => redirectDomain(ctx, { domainId, to: '' }) },
	removeCertificate: { run: removeCertificate },
	removeDomain: { run: removeDomain },
	removeGuest: { run: (ctx, { serviceId }) => removeGuest(ctx, { serviceId, name: 'ada' }) },
	removePath: { run: (ctx, { domainId }) => removePath(ctx, { domainId, path: '/api' }) },
	saveGuest: {
		run: (ctx, { serviceId }) =>
			saveGuest(ctx, { serviceId, name: 'ada', password: 'correct horse' })
	}
};
