import { parseArgs } from 'node:util';

export const usage = `npm run test:faults                        all of them
npm run test:faults -- --only F03,F07      some of them
npm run test:faults -- --times 3           three times in a row`;

export interface Asked {
	/** Ids in upper case; empty: all. */
	only: string[];
	times: number;
}

/** What was asked for. Throws an Error that says what is wrong. */
export function readArguments(words: string[], ids: string[]): Asked {
	const { values } = parseArgs({
		args: words,
		options: { only: { type: 'string', multiple: true }, times: { type: 'string' } }
	});
	const only = (values.only ?? [])
		.flatMap((list) => list.split(','))
		.map((id) => id.trim().toUpperCase())
		.filter(Boolean);
	const unknown = only.find((id) => !ids.includes(id));
	if (unknown) throw new Error(`There is no experiment ${unknown}: only ${ids.join(', ')}.`);
	const times = Number(values.times ?? 1);
	if (!Number.isInteger(times) || times < 1) throw new Error('--times must be a whole number.');
	return { only, times };
}
