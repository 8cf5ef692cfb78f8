import { labels, objectNames } from '../spec.ts';

/**
 * The name under which a container's lines stand in the log: the one it was made with. A return to an older
 * release gives its containers other names; their lines must still be known, or they would come twice.
 */
export function sourceName(container: string, on: Record<string, string>): string {
	const { [labels.service]: service, [labels.deployment]: deployment } = on;
	if (!service || !deployment) return container;
	const made = objectNames.containers(service, deployment);
	const isNamedLike = container.startsWith(objectNames.containers(service, '').slice(0, -1));
	return isNamedLike ? made + container.slice(made.length) : container;
}
