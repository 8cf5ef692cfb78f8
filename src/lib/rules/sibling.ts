/** One of those beside the place that is shown: a project, or a service of the same project. */
export interface Sibling {
	id: string;
	name: string;
}

/** The same tab of a sibling: "/services/a/metrics" of b is "/services/b/metrics". */
export function sameTab(path: string, { from, to }: { from: string; to: string }): string {
	return path.replace(`/${from}`, `/${to}`);
}
