import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepRunning, type Kept, type Program } from './child.ts';

let folder: string;
let kept: Kept | null;
let lines: string[];
/** Called with each line that is said. */
let heard: (line: string) => void;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-child-'));
	lines = [];
	heard = () => {};
});
afterEach(async () => {
	await kept?.stop();
	kept = null;
	await rm(folder, { recursive: true });
});

function keep(script: string, change: Partial<Program> = {}) {
	kept = keepRunning(
		{
			name: 'sample',
			command: process.execPath,
			args: ['-e', script],
			env: { MARK: join(folder, 'mark') },
			cwd: folder,
			account: null,
			// It lives once it wrote its number.
			probe: async () => void (await readFile(join(folder, 'mark'))),
			timing: { startMs: 10_000, startEveryMs: 5, everyMs: 5, answerMs: 1000, misses: 3 },
			stop: { signal: 'SIGTERM', graceMs: 5000 },
			log: join(folder, 'sample.log'),
			...change
		},
		(line) => {
			lines.push(line);
			heard(line);
		}
	);
	return kept;
}

function said(part: string): Promise<void> {
	const { promise, resolve } = Promise.withResolvers<void>();
	heard = (line) => line.includes(part) && resolve();
	if (lines.some((line) => line.includes(part))) resolve();
	return promise;
}

const mark = 'require("fs").writeFileSync(process.env.MARK, String(process.pid));';
const stay = 'setInterval(() => {}, 1000);';
const markedPid = async () => Number(await readFile(join(folder, 'mark'), 'utf8'));

test('is ready at the first sign of life, and gives it nothing of our environment', async () => {
	await keep(`console.log(Object.keys(process.env).join()); ${mark} ${stay}`).ready;
	await kept?.stop();
	expect(await readFile(join(folder, 'sample.log'), 'utf8')).toBe('MARK\n');
	expect(lines).toEqual([]);
});

test('starts a killed program again', async () => {
	await keep(mark + stay).ready;
	const first = await markedPid();
	process.kill(first, 'SIGKILL');
	await said('ended (SIGKILL); starting again in 0.2 s');
	await expect.poll(markedPid).not.toBe(first);
});

test('shows the last words of a program that fails', async () => {
	keep('console.error("port taken"); process.exit(3)');
	await said('port taken');
	expect(lines).toEqual(['ended (code 3); starting again in 0.2 s', '  port taken']);
});

test('ends a program that no longer answers', async () => {
	let answered = false;
	await keep(mark + stay, {
		probe: async () => {
			if (answered) throw new Error('silent');
			await readFile(join(folder, 'mark'));
			answered = true;
		}
	}).ready;
	await said('ended (it did not answer)');
});

test('ends a program that does not stop in its time', async () => {
	const deaf = `process.on('SIGTERM', () => {}); ${mark} ${stay}`;
	await keep(deaf, { stop: { signal: 'SIGTERM', graceMs: 50 } }).ready;
	await kept?.stop();
	expect(lines).toEqual(['did not stop within 0.05 s: ending it']);
});

test('says what is missing when the program is not there', async () => {
	await writeFile(join(folder, 'mark'), '');
	keep('', { command: join(folder, 'absent') });
	await said('ENOENT');
});
