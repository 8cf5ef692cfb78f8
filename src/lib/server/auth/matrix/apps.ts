import { findAppDomain } from '../../apps/find-app-domain.ts';
import { findAppProcess } from '../../apps/find-app-process.ts';
import { findAppVolume } from '../../apps/find-app-volume.ts';
import { findApp } from '../../apps/find-app.ts';
import { getAppLogs } from '../../apps/get-app-logs.ts';
import { getAppStatus } from '../../apps/get-app-status.ts';
import { listAppDomains } from '../../apps/list-app-domains.ts';
import { listAppProcesses } from '../../apps/list-app-processes.ts';
import { listAppVolumes } from '../../apps/list-app-volumes.ts';
import { removeApp } from '../../apps/remove-app.ts';
import { createRecall } from '../../event-recall.ts';
import type { Events } from '../../events.ts';
import type { Operations } from './operation.ts';

const deaf: Events = { ...createRecall(), subscribe: () => () => {}, close: async () => {} };

export const appOperations: Operations = {
	findApp: {
		// Only ever a step of others: what it finds goes nowhere.
		run: async (ctx, { appName: name }) => {
			await findApp(ctx, { name, permission: 'projects:see' });
		}
	},
	findAppDomain: {
		run: (ctx, { appName: name, domainId }) =>
			findAppDomain(ctx, { name, domain: `${domainId}.test`, permission: 'projects:see' })
	},
	findAppProcess: {
		run: (ctx, { appName: name }) =>
			findAppProcess(ctx, { name, process: 'job', permission: 'projects:see' })
	},
	findAppVolume: {
		run: (ctx, { appName: name }) =>
			findAppVolume(ctx, { name, volume: 'data', permission: 'projects:see' })
	},
	getAppLogs: { run: (ctx, { appName: name }) => getAppLogs(ctx, { name, lines: 10 }) },
	getAppStatus: { run: (ctx, { appName: name }) => getAppStatus(ctx, { name }) },
	listAppDomains: { run: (ctx, { appName: name }) => listAppDomains(ctx, { name }) },
	listAppProcesses: { run: (ctx, { appName: name }) => listAppProcesses(ctx, { name }) },
	listAppVolumes: { run: (ctx, { appName: name }) => listAppVolumes(ctx, { name }) },
	removeApp: {
		run: (ctx, { appName: name }) =>
			removeApp({ ...ctx, events: deaf }, { name, volumes: ['data'], signal: AbortSignal.abort() })
	}
};
