import { atTimes, readLogFilter, writeLogFilter } from '#lib/rules/log-filter.ts';
import { openFilteredIndex } from '#lib/server/logs/open-index.ts';
import { shownLog } from '#lib/server/logs/shown-log.ts';
import { panel } from '#lib/server/panel.ts';
import { listProcesses } from '#lib/server/processes/list-processes.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, url }) => {
	// It refuses whoever may not see the service.
	const processes = await listProcesses(context, { serviceId: params.service });
	const filter = readLogFilter(url.searchParams);
	// What "the last hour" is stays the same for all that the page asks for later.
	const shown = atTimes(filter, Date.now());
	const lines = writeLogFilter(shown);
	const index = openFilteredIndex(panel().paths.serviceLog(params.service), shown);
	const names = processes.map(({ name }) => name).filter((name) => name !== 'web');
	return {
		filter,
		lines,
		processes: names,
		log: await shownLog(index, url, { isFiltered: lines !== '' })
	};
};
