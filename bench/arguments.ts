import { parseArgs } from 'node:util';
import { z } from 'zod';

const whole = (least: number, most: number) =>
	z.coerce
		.number(`must be a whole number from ${least} to ${most}`)
		.int(`must be a whole number from ${least} to ${most}`)
		.min(least, `must be at least ${least}`)
		.max(most, `must be at most ${most}`);

export interface Asked {
	/** Ids in upper case; empty: all. */
	only: string[];
	pairs: number;
	isQuick: boolean;
	idleSeconds: number;
}

export const usage = `npm run bench                       all of them
npm run bench -- --only B5,B7       some of them
npm run bench -- --pairs 20         pairs of ours and the baseline (10)
npm run bench -- --quick            3 pairs and the small sizes: is it worth a whole run?
npm run bench -- --idle-seconds 60  how long B14 watches (60)`;

/** What was asked for. Throws an Error that says what is wrong. */
export function readArguments(words: string[], ids: string[]): Asked {
	const { values } = parseArgs({
		args: words,
		options: {
			only: { type: 'string', multiple: true },
			pairs: { type: 'string' },
			quick: { type: 'boolean', default: false },
			'idle-seconds': { type: 'string' }
		}
	});
	const only = (values.only ?? [])
		.flatMap((list) => list.split(','))
		.map((id) => id.trim().toUpperCase())
		.filter(Boolean);
	const unknown = only.find((id) => !ids.includes(id));
	if (unknown) throw new Error(`There is no benchmark ${unknown}: only ${ids.join(', ')}.`);
	const isQuick = values.quick;
	return {
		only,
		isQuick,
		pairs: read('--pairs', whole(2, 1000), values.pairs ?? (isQuick ? '3' : '10')),
		idleSeconds: read(
			'--idle-seconds',
			whole(1, 3600),
			values['idle-seconds'] ?? (isQuick ? '10' : '60')
		)
	};
}

function read(option: string, shape: z.ZodType<number>, value: string): number {
	const result = shape.safeParse(value);
	if (result.success) return result.data;
	throw new Error(`${option} ${result.error.issues[0]?.message}.`);
}
