import { coreWords } from '#lib/rules/core-words.ts';
import type { BuildSettings } from '#lib/server/settings/get-build-settings.ts';

/** What builds may use, chosen or computed: "2 at once · 4096 MB · 1.5 cores · 10 min" */
export function buildsWords({ chosen, computed, host, reach }: BuildSettings): string {
	const slots = `${chosen.slots ?? computed.slots} at once`;
	const minutes = `${chosen.minutes ?? computed.minutes} min`;
	if (reach?.holds === 'nothing') return `${slots} · ${minutes} · without limits`;
	const cores = (chosen.cpus ?? computed.cpus) || host.cores;
	const memory = `${chosen.memoryMegabytes ?? computed.memoryMegabytes} MB`;
	return [slots, memory, coreWords(cores), minutes].join(' · ');
}
