import { Cron } from 'croner';

interface FieldRule {
	name: string;
	min: number;
	max: number;
	/** Names that stand for numbers, from `min` on. */
	names?: string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: FieldRule[] = [
	{ name: 'minute', min: 0, max: 59 },
	{ name: 'hour', min: 0, max: 23 },
	{ name: 'day', min: 1, max: 31 },
	{ name: 'month', min: 1, max: 12, names: months },
	// 7 is Sunday, too.
	{ name: 'weekday', min: 0, max: 7, names: weekdays }
];

const fiveFields = 'A schedule needs 5 fields: minute, hour, day, month, weekday, e.g. 0 3 * * *';

/** What is wrong with a schedule, in one sentence; null: nothing. Five fields of cron, nothing else. */
export function scheduleProblem(schedule: string): string | null {
	if (schedule.length > 200) return 'A schedule is at most 200 characters.';
	if (/^@every\b/i.test(schedule)) {
		return `The minimum interval is 1 min, written in 5 fields: * * * * * is every minute.`;
	}
	const parts = schedule.trim().split(/ +/);
	if (parts.length === 6 && !schedule.startsWith('@')) {
		return `${fiveFields} (got 6). There is no field for seconds: the minimum interval is 1 min.`;
	}
	if (parts.length !== 5) return `${fiveFields} (got ${schedule === '' ? 0 : parts.length})`;
	for (const [index, rule] of fields.entries()) {
		const problem = fieldProblem(parts[index] ?? '', rule);
		if (problem) return problem;
	}
	const [first] = nextRuns({ schedule, timeZone: 'UTC' }, new Date(), 1);
	return first ? null : 'This schedule never runs: no year has such a day.';
}

function fieldProblem(text: string, rule: FieldRule): string | null {
	for (const item of text.split(',')) {
		const match = /^(\*|\w+(?:-\w+)?)(?:\/(\d{1,4}))?$/.exec(item);
		if (!match)
			return `'${shown(item)}' is not a ${rule.name}: use *, 5, 1-5, */10 or a list of these.`;
		const [, range = '*', step] = match;
		const [from, to] =
			range === '*' ? [rule.min, rule.max] : range.split('-').map((part) => valueOf(part, rule));
		for (const value of [from, to]) {
			if (value === undefined && value !== to) continue;
			if (value !== undefined && Number.isNaN(value)) {
				return `'${shown(range)}' is not a ${rule.name} from ${rule.min} to ${rule.max}.`;
			}
			if (value !== undefined && (value < rule.min || value > rule.max)) {
				return `The ${rule.name} ${value} is out of range: ${rule.min} to ${rule.max}.`;
			}
		}
		if (from !== undefined && to !== undefined && from > to) {
			return `The range '${shown(range)}' goes backwards: write its smaller ${rule.name} first.`;
		}
		if (step !== undefined && (Number(step) < 1 || Number(step) > rule.max)) {
			return `The step ${Number(step)} of the ${rule.name} is out of range: 1 to ${rule.max}.`;
		}
		if (step !== undefined && range !== '*' && to === undefined) {
			return `'${shown(item)}' has a step without a range: write ${range}-${rule.max}/${step}.`;
		}
	}
	return null;
}

function valueOf(text: string, { names = [], min }: FieldRule): number {
	const index = names.indexOf(text.toLowerCase());
	if (index >= 0) return min + index;
	return /^\d{1,4}$/.test(text) ? Number(text) : NaN;
}

const shown = (text: string) => text.slice(0, 20);

/** What is wrong with a time zone; null: nothing. */
export function timeZoneProblem(timeZone: string): string | null {
	// An offset such as +01:00 knows no summer time.
	const isName = /^[A-Za-z][\w+/-]{1,63}$/.test(timeZone);
	try {
		if (isName) new Intl.DateTimeFormat('en', { timeZone });
	} catch {
		return `Unknown time zone '${timeZone}': use a name such as Europe/Berlin or UTC.`;
	}
	return isName ? null : 'Unknown time zone: use a name such as Europe/Berlin or UTC.';
}

/**
 * The next times after `from`. What falls into the hour that summer time leaves out runs right after it;
 * what falls into the hour that comes twice runs once.
 */
export function nextRuns(
	{ schedule, timeZone }: { schedule: string; timeZone: string },
	from: Date,
	count: number
): Date[] {
	return new Cron(schedule, { timezone: timeZone, mode: '5-part', paused: true }).nextRuns(
		count,
		from
	);
}
