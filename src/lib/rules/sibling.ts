/** One of those beside the place that is shown: a project, or a service of the same project. */
export interface Sibling {
	id: string;
	name: string;
}

const projectTabs = ['activity', 'notifications', 'settings', 'variables'];

/** The tab of a project that is like the one of a service: its first one, where there is none such. */
export function projectTab(servicePath: string, projectId: string): string {
	const tab = servicePath.split('/')[3] ?? '';
	return `/projects/${projectId}${projectTabs.includes(tab) ? `/${tab}` : ''}`;
}

/** The same tab of a sibling: "/services/a/metrics" of b is "/services/b/metrics". */
export function sameTab(path: string, { from, to }: { from: string; to: string }): string {
	return path.replace(`/${from}`, `/${to}`);
}
