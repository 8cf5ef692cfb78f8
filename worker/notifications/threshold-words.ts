import { measureWords, ruleOf, type Measure } from '#lib/rules/metrics/thresholds.ts';
import type { Place, Words } from './message.ts';

/** What is known of an alarm when it is told. */
export interface ToldAlarm {
	measure: Measure;
	limit: number;
	minutes: number;
	/** Its end is told. */
	isOver: boolean;
	/** null: it can not be measured any more. */
	value: number | null;
	/** Of one that ended. */
	lastedMs: number | null;
}

const minuteMs = 60_000;

/** Says that a threshold is passed, or that it is well again. */
export function thresholdWords(told: ToldAlarm & { place: Place | null }, panelUrl: string): Words {
	const { measure, limit, minutes, isOver, value, lastedMs, place } = told;
	const where = place ? 'service' : 'machine';
	const subject = place?.service.name ?? 'The server';
	const what = ruleOf(where, measure)?.title ?? measure;
	const words = (number: number) => measureWords(where, measure, number);
	const now = value === null ? 'nothing is measured any more' : `now ${words(value)}`;
	const lasted = Math.max(1, Math.round((lastedMs ?? 0) / minuteMs));
	const path = place ? `/services/${place.service.id}/metrics` : '/settings/server';
	return {
		event: 'threshold',
		tone: isOver ? 'good' : 'warn',
		title: isOver
			? `${subject}: ${what.toLowerCase()} is well again`
			: `${subject}: ${what.toLowerCase()} above ${words(limit)}`,
		text: isOver
			? `It is below its threshold of ${words(limit)}: ${now}. It was passed for ${lasted} min.`
			: `${words(value ?? 0)} over the last ${minutes === 1 ? 'minute' : `${minutes} minutes`}; the threshold is ${words(limit)}.`,
		facts: place
			? [
					{ name: 'Project', value: place.project.name },
					{ name: 'Service', value: place.service.name }
				]
			: [],
		link: { title: 'Open the metrics', url: panelUrl + path },
		about: place ? { project: place.project, service: place.service } : {}
	};
}
