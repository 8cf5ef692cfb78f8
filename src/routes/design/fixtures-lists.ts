import type { ActivityEvent } from '#lib/server/activity/event-view.ts';
import type { ActivityGroup } from '#lib/server/activity/group-bursts.ts';
import type { DashboardService } from '#lib/server/dashboard/get-dashboard.ts';
import type { ProjectListing } from '#lib/server/projects/list-projects.ts';
import { deployments } from './fixtures.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const longName = 'a-service-with-a-name-that-is-as-long-as-a-host-name-may-ever-be';

const [queued, running, , failed, live] = deployments;

const service: DashboardService = {
	...{ id: 's1', name: 'shop', state: 'live', replicas: 2, crashingWorkers: 0 },
	...{ pendingVariables: [], url: 'https://shop.example.com', project: 'Storefront' },
	latest: live ?? null
};

export const services: DashboardService[] = [
	service,
	{ ...service, id: 's2', name: 'api', latest: running ?? null, crashingWorkers: 1 },
	{
		...{ ...service, id: 's3', name: longName, state: 'crashing', latest: failed ?? null },
		...{ url: `https://${longName}.apps.example.com`, pendingVariables: ['A', 'B', 'C', 'D'] }
	},
	{ ...service, id: 's4', name: 'blog', state: 'stopped', pendingVariables: ['TOKEN'] },
	{ ...service, id: 's5', name: 'docs', state: 'idle', latest: queued ?? null },
	{ ...service, id: 's6', name: 'new', state: 'idle', latest: null }
];

export const project: ProjectListing = {
	...{ id: 'p1', name: 'Storefront', services: services.slice(0, 5), serviceCount: 7 }
};

const event: ActivityEvent = {
	...{ id: 'e1', at: ago(3), actor: 'ada@example.com', words: 'cancelled deployment #12' },
	...{ kind: 'deployments', href: '/deployments/d1' },
	...{ project: { id: 'p1', name: 'Storefront' }, service: { id: 's1', name: 'shop' } }
};
const saved: ActivityEvent = { ...event, kind: 'variables', words: 'saved variables: A added' };
const gone: ActivityEvent = {
	...{ ...event, id: 'e4', at: ago(900), href: null, words: `deleted the service ${longName}` },
	service: { id: null, name: longName }
};
const byGantry: ActivityEvent = {
	...{ ...event, id: 'e5', at: ago(12), actor: 'Gantry' },
	words: 'could not put deployment #14 live: The health check failed: GET / answered 500 for 120 s'
};

export const activity: ActivityGroup[] = [
	{ id: 'e1', words: event.words, events: [event] },
	{
		...{ id: 'e2', words: 'saved variables 2 times' },
		events: [
			{ ...saved, id: 'e2' },
			{ ...saved, id: 'e3', at: ago(5) }
		]
	},
	{ id: 'e5', words: byGantry.words, events: [byGantry] },
	{ id: 'e4', words: gone.words, events: [gone] }
];

export const checks = [
	{ name: 'Docker', ok: true, detail: 'Docker Engine 29.1 answers.' },
	{
		...{ name: 'Port 443', ok: false, detail: 'Another program listens on it.' },
		...{ advice: 'See which one it is, and stop it:', command: 'ss -ltnp sport = :443' }
	},
	{ name: 'Disk', ok: false, isUnknown: true as const, detail: 'The worker does not answer.' }
];
