import { expect, test } from 'vitest';
import { BuildLog } from './build-log.ts';
import type { TraceVertex } from './trace.ts';

const vertex = (digest: string, change: Partial<TraceVertex> = {}): TraceVertex => ({
	digest,
	name: `RUN ${digest}`,
	cached: false,
	started: { seconds: 1, nanos: 0 },
	error: '',
	...change
});
const completed = { seconds: 3, nanos: 500_000_000 };
const said = (of: string, text: string) => ({ vertex: of, stream: 1, msg: Buffer.from(text) });

function logged(): { log: BuildLog; lines: string[] } {
	const lines: string[] = [];
	return { log: new BuildLog((line) => lines.push(line)), lines };
}

test('ends a step before it begins the next, when one message tells of both', () => {
	const { log, lines } = logged();
	log.add({ vertexes: [vertex('a')], logs: [] });
	log.add({
		vertexes: [vertex('b'), vertex('a', { completed })],
		logs: [said('b', 'of b\n'), said('a', 'of a\n')]
	});
	expect(lines).toEqual(['#1 RUN a', 'of a', '#1 DONE 2.5s', '#2 RUN b', 'of b']);
});

test('repeats the heading where the output changes hands', () => {
	const { log, lines } = logged();
	log.add({ vertexes: [vertex('a'), vertex('b')], logs: [said('a', 'one\ntwo')] });
	log.add({ vertexes: [vertex('a', { completed })], logs: [] });
	expect(lines).toEqual(['#1 RUN a', '#2 RUN b', '#1 RUN a', 'one', 'two', '#1 DONE 2.5s']);
});

test('tells what failed by itself from what ended because of it', () => {
	const { log } = logged();
	log.add({
		vertexes: [
			vertex('a', { completed, error: 'context canceled' }),
			vertex('b', { completed, error: 'exit code: 1' })
		],
		logs: [said('b', 'no such file\n')]
	});
	expect(log.failed('process ended: exit code: 1')).toMatchObject({
		name: 'RUN b',
		lines: ['no such file']
	});
});
