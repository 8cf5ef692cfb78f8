import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logLines, unixTime } from './docker-logs.ts';

function frame(kind: number, text: string): Buffer {
	const body = Buffer.from(text);
	const head = Buffer.alloc(8);
	head[0] = kind;
	head.writeUInt32BE(body.length, 4);
	return Buffer.concat([head, body]);
}

const time = '2026-11-21T02:00:00.000000001Z';

async function read(chunks: Buffer[]) {
	const lines = [];
	for await (const some of logLines(Readable.from(chunks))) lines.push(...some);
	return lines;
}

it('joins what Docker cut, each stream for itself, however the bytes arrive', async () => {
	const bytes = Buffer.concat([
		frame(1, `${time} long `),
		frame(2, `${time} bad: ü\n`),
		frame(1, `2026-11-21T02:00:00.000000002Z line\n`),
		frame(1, `${time} rest without end`)
	]);
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
			const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
			const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
			expect(await read(chunks)).toEqual([
				{ time, stream: 'stderr', text: 'bad: ü' },
				{ time, stream: 'stdout', text: 'long line' },
				{ time, stream: 'stdout', text: 'rest without end' }
			]);
		})
	);
});

it('keeps every nanosecond of a time', () => {
	expect(unixTime('2026-11-21T02:00:00.000000001Z')).toBe('1795226400.000000001');
	expect(unixTime('2026-11-21T02:00:00.5Z')).toBe('1795226400.500000000');
	expect(unixTime('2026-11-21T02:00:00Z')).toBe('1795226400.000000000');
});
